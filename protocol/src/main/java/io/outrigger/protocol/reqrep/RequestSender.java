package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A side's raw NN_REQ socket: sends messages through a {@link SendWindow}, takes the answers, and
 * watches over the connection.
 *
 * <p>Whoever sends adds to the window under the lock, and hands to the socket what it takes at
 * once. When the connection is full, the pushing thread goes on in its place, waiting in the
 * library, not under the lock. The watching thread takes answers and looks at the connection. So
 * the lock is never held for long, and a sender waits for nothing but room in the window.
 */
final class RequestSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  /** How long the pushing thread waits in the library, where it doesn't see a lost connection. */
  private static final Duration PUSH_TIMEOUT = Duration.ofMillis(100);

  private final String name;
  private final ReqRepSettings settings;
  private final PacketType messageType;
  private final Duration askAfter;
  private final SenderObserver observer;
  private final NanoSocket socket;
  private final Connection connection;
  private final Thread watching;
  private final Thread pushing;

  private final ReentrantLock lock = new ReentrantLock();

  /** The window has more room, or there is no hope of it. */
  private final Condition room = lock.newCondition();

  /** There is something for the pushing thread to do. */
  private final Condition full = lock.newCondition();

  /** The connection came or went, or this is closed. */
  private final Condition changed = lock.newCondition();

  // Guarded by lock, but for the buffer while the pushing thread sends it.
  private final SendWindow<Message> window;
  private final PacketWriter writer = new PacketWriter();
  private final NativeMessage buffer = new NativeMessage();
  private final NativeMessage single = new NativeMessage();
  private boolean pushingNow;

  /** When the peer went; 0 while it is there. */
  private long absentSince = System.nanoTime();

  private boolean lost;

  /** The peer has said that it has its module, before there was a connection to it. */
  private boolean flowOnceConnected;

  private long disconnectedSince = System.nanoTime();
  private volatile boolean connected;
  private volatile boolean closed;

  /**
   * Connects, which needs no peer yet; nothing is left open when that fails.
   *
   * @param messageType of the packets that messages travel in
   * @param askAfter how long to wait on a new connection before asking the peer who it is
   */
  RequestSender(
      String name,
      ReqRepSettings settings,
      PacketType messageType,
      Duration askAfter,
      SenderObserver observer) {
    this.name = name;
    this.settings = settings;
    this.messageType = messageType;
    this.askAfter = askAfter;
    this.observer = observer;
    window = new SendWindow<>(settings.window());
    socket = NanoSocket.openRaw(Protocol.REQ);
    try {
      socket.set(SocketOption.RECEIVE_TIMEOUT, LOOK_INTERVAL);
      socket.set(SocketOption.SEND_TIMEOUT, PUSH_TIMEOUT);
      connection = new Connection(socket, settings.remoteUrl());
    } catch (RuntimeException e) {
      socket.close();
      buffer.close();
      single.close();
      throw e;
    }
    watching = thread(this::watch, name + " answers");
    pushing = thread(this::push, name + " sender");
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins; the observer hears from now on. */
  void start() {
    watching.start();
    pushing.start();
  }

  /** Refuses a message whose serialized form is larger than the limit. */
  long checkSize(Message message) {
    long size = MessageEncoder.sizeOf(message);
    if (size > settings.maxMessageBytes()) {
      throw new MessageTooLargeException(
          size,
          settings.maxMessageBytes(),
          "send less at once, or set max.message.bytes on both sides");
    }
    return size;
  }

  /**
   * Takes a message. Blocks while the window is full, and as long as the settings say without a
   * peer.
   *
   * @param patience how long to wait for room while there is no peer, since it went
   */
  void send(Message message, Duration patience) throws LinkException, InterruptedException {
    int size = (int) checkSize(message);
    lock.lockInterruptibly();
    try {
      checkOpen();
      while (!window.hasRoom(size)) {
        if (absentSince != 0 && System.nanoTime() - absentSince > patience.toNanos()) {
          throw new LinkException(
              name
                  + ": nobody has been there at "
                  + settings.remoteUrl()
                  + " for "
                  + patience.toMillis()
                  + " ms, and the window is full (window.messages, window.bytes)");
        }
        room.await();
        checkOpen();
      }
      window.add(message, size);
      pump();
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() throws LinkException {
    if (closed) {
      throw new LinkException(name + ": the link is closed");
    }
  }

  /** Hands to the socket what it takes without waiting. The lock is held. */
  private void pump() {
    if (pushingNow || closed) {
      return;
    }
    int before = window.pending();
    long now = System.nanoTime();
    while (window.canSend(now)) {
      writer.write(buffer, window.nextId(), messageType, window.next());
      Outcome outcome = socket.trySend(buffer);
      if (outcome != Outcome.DONE) {
        pushingNow = outcome == Outcome.WOULD_BLOCK;
        full.signal();
        break;
      }
      window.beginSend();
      window.endSend(true, now);
    }
    signalRoom(before);
  }

  private void signalRoom(int pendingBefore) {
    if (window.pending() < pendingBefore) {
      room.signalAll();
    }
  }

  private void push() {
    lock.lock();
    try {
      while (!closed) {
        if (!pushingNow) {
          full.awaitUninterruptibly();
        } else if (window.canSend(System.nanoTime())) {
          pushOne();
        } else {
          pushingNow = false;
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("{}: the sender failed; the link is closed", name, e);
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void pushOne() {
    writer.write(buffer, window.nextId(), messageType, window.next());
    window.beginSend();
    Outcome outcome;
    lock.unlock();
    try {
      outcome = socket.send(buffer);
    } finally {
      lock.lock();
    }
    int before = window.pending();
    window.endSend(outcome == Outcome.DONE, System.nanoTime());
    signalRoom(before);
  }

  private void watch() {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      long lastLook = System.nanoTime() - LOOK_INTERVAL.toNanos();
      for (; ; ) {
        Outcome outcome = socket.receive(message, header);
        if (outcome == Outcome.CLOSED || outcome == Outcome.INTERRUPTED) {
          return;
        }
        if (outcome == Outcome.DONE && header.words() > 0) {
          answered(header.word(header.words() - 1), message);
        }
        long now = System.nanoTime();
        if (outcome != Outcome.DONE || now - lastLook >= LOOK_INTERVAL.toNanos()) {
          lastLook = now;
          look(now);
        }
      }
    } catch (RuntimeException | Error e) {
      if (!closed) {
        LOG.error("{}: the sender failed", name, e);
      }
    }
  }

  private void answered(int id, NativeMessage answer) {
    if (answer.size() > 0) {
      byte[] body = new byte[answer.size()];
      answer.get(0, body, 0, body.length);
      try {
        boolean created = Packet.decodeCreateReply(body);
        if (observer.createReplied(id, created) || !created && refused(id)) {
          return;
        }
      } catch (WireException e) {
        LOG.debug("{}: an answer of {} bytes counts as an empty one", name, body.length);
      }
    }
    if (observer.answered(id)) {
      return;
    }
    boolean recognized;
    boolean back;
    lock.lock();
    try {
      int before = window.pending();
      recognized = window.answered(id, System.nanoTime());
      back = lost;
      if (back) {
        lost = false;
        absentSince = 0;
      }
      pump();
      signalRoom(before);
    } finally {
      lock.unlock();
    }
    if (back || recognized) {
      observer.returned();
    }
  }

  private boolean refused(int id) {
    lock.lock();
    try {
      if (!window.refused(id, System.nanoTime())) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    observer.refused();
    return true;
  }

  private void look(long now) {
    Connection.Change change = connection.look();
    if (change == Connection.Change.CONNECTED) {
      lookAtNewConnection(now);
    } else if (change == Connection.Change.DISCONNECTED) {
      lookAtLostConnection(now);
    }
    SendWindow.Due due;
    lock.lock();
    try {
      if (connection.isTryDue() && !pushingNow && !closed) {
        connection.tryAgain();
      }
      int before = window.pending();
      due = window.tick(now);
      pump();
      signalRoom(before);
      if (due == SendWindow.Due.REPEAT || due == SendWindow.Due.LOST) {
        writer.write(single, window.oldestId(), messageType, window.oldest());
        socket.trySend(single);
      }
      if (due == SendWindow.Due.LOST) {
        lost = true;
        absentSince = now;
      }
      if (absentSince != 0) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (due == SendWindow.Due.LOST) {
      observer.lost();
    } else if (due == SendWindow.Due.UNANSWERED) {
      observer.unanswered();
    }
    observer.tick();
  }

  private void lookAtNewConnection(long now) {
    boolean settled;
    lock.lock();
    try {
      connected = true;
      absentSince = 0;
      lost = false;
      settled = window.connected(now, askAfter.toNanos()) || flowOnceConnected;
      if (flowOnceConnected) {
        window.flow();
        flowOnceConnected = false;
      }
      pump();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    observer.connected(settled);
  }

  private void lookAtLostConnection(long now) {
    lock.lock();
    try {
      connected = false;
      absentSince = now;
      disconnectedSince = now;
      window.disconnected();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    observer.disconnected();
  }

  /** The peer has its module: all may be sent, as soon as there is a connection. */
  void flow() {
    lock.lock();
    try {
      flowOnceConnected = !connected;
      if (connected) {
        window.flow();
        pump();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The peer has started over: what may have been taken before is in doubt. */
  void startedOver() {
    lock.lock();
    try {
      int before = window.pending();
      window.startedOver();
      signalRoom(before);
    } finally {
      lock.unlock();
    }
  }

  /** After a refusal: asks once more, later. */
  void askAgain() {
    lock.lock();
    try {
      window.askAgain(System.nanoTime(), askAfter.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /** An id for a packet that isn't in the window. */
  int takeId() {
    lock.lock();
    try {
      return window.takeId();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a packet that isn't in the window, if that needs no waiting.
   *
   * @return whether the socket took it
   */
  boolean trySend(int id, byte[] packet) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      writer.write(single, id, packet);
      return socket.trySend(single) == Outcome.DONE;
    } finally {
      lock.unlock();
    }
  }

  /** Whether messages are being sent: the peer is there and has its module. */
  boolean isFlowing() {
    lock.lock();
    try {
      return window.isFlowing();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a peer is connected, as of at most one look ago. */
  boolean isConnected() {
    return connected;
  }

  /** For how long there has been no connection; zero while there is one. */
  Duration disconnectedFor() {
    lock.lock();
    try {
      return connected ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - disconnectedSince);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a peer is connected, or none is.
   *
   * @return whether it is so; false when the time is over or this sender is closed
   */
  boolean awaitConnected(boolean expected, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (connected != expected && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return connected == expected;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything is answered, for as long as a peer is connected. */
  boolean awaitEmpty(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (window.pending() > 0 && connected && !closed) {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
          break;
        }
        room.await(Math.min(nanos, LOOK_INTERVAL.toNanos()), TimeUnit.NANOSECONDS);
      }
      return window.pending() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** What was counted, together with the numbers of the other direction. */
  LinkStatistics statistics(long received, RequestListener listener) {
    lock.lock();
    try {
      return new LinkStatistics(
          window.accepted(),
          window.delivered(),
          window.inDoubt(),
          window.undelivered(),
          window.pending(),
          received,
          listener.repeats(),
          listener.refused());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      full.signalAll();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    socket.close();
    Threads.join(watching);
    Threads.join(pushing);
    lock.lock();
    try {
      window.giveUp();
      buffer.close();
      single.close();
    } finally {
      lock.unlock();
    }
  }
}
