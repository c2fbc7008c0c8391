package io.outrigger.protocol.reqrep;

import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.Packet;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what an {@link Outbox} says over a {@link RequestSocket}, with one thread.
 *
 * <p>A thread that brings an event to the outbox sends what the socket takes at once. The thread
 * here takes answers, checks the connection, tells the observer, and when the socket is full, waits
 * for room there and goes on.
 */
final class RequestSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  /** A check that comes so late says that this process was stopped, or had no time. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** So many are taken at once; then there are other things to do. */
  private static final int MAX_ANSWERS = 1000;

  private final String name;
  private final Identity identity;
  private final SenderObserver observer;
  private final RequestSocket socket;
  private final Outbox outbox;
  private final Thread thread;
  private final byte[] destroyPacket = Packet.destroy();

  /** Set before the outbox creates. */
  private volatile byte[] createPacket;

  private final Queue<Long> creates = new ConcurrentLinkedQueue<>();

  /** Of the thread. */
  private long nextCheck = System.nanoTime();

  /**
   * Connects, which needs no peer yet; nothing is left open when that fails.
   *
   * @param identity of the session that this sends for
   */
  RequestSender(
      String name,
      Side side,
      Identity identity,
      ReqRepSettings settings,
      Outbox outbox,
      SenderObserver observer) {
    this.name = name;
    this.identity = identity;
    this.observer = observer;
    this.outbox = outbox;
    socket = new RequestSocket(settings.remoteUrl(), side.messages(), identity);
    thread = new Thread(this::run, name + " sender");
    thread.setDaemon(true);
    outbox.attach(this::trySend);
  }

  private boolean trySend(WindowOutput.Next next, SendWindow<Message> window) {
    int base = window.nextBase();
    int id = window.nextId();
    boolean sent =
        switch (next) {
          case MESSAGE -> socket.trySend(base, id, window.nextMessage(), window.nextSize());
          case CREATE -> sendCreate(base, id);
          case DESTROY -> socket.trySend(base, id, destroyPacket);
          case NOTHING -> throw new IllegalArgumentException();
        };
    if (!sent && Thread.currentThread() != thread) {
      socket.wakeUp(); // the thread waits for room
    }
    return sent;
  }

  private boolean sendCreate(int base, int id) {
    observer.creating();
    return socket.trySend(base, id, createPacket);
  }

  /** Begins; the observer is called from now on. */
  void start() {
    thread.start();
  }

  /** A gateway: has the host create the module, now and over each new connection. */
  void create(byte[] packet) {
    createPacket = packet;
    outbox.create();
  }

  /**
   * A host: CREATE_REQUEST came from this gateway. The thread brings it to the outbox, after a
   * check of the connection: the gateway may have sent it because that has come back.
   */
  void createReceived(long gateway) {
    creates.add(gateway);
    socket.wakeUp();
  }

  private void run() {
    try (AnswerReader answers = new AnswerReader(socket, identity)) {
      while (!outbox.isClosed()) {
        step(answers);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("{}: the sender failed; the session is closed", name, e);
      outbox.close();
    }
  }

  private void step(AnswerReader answers) {
    long nanos = Math.max(0, nextCheck - System.nanoTime());
    Duration time = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    if (!outbox.isBlocked()) {
      socket.awaitAnswer(time);
    } else if (socket.awaitRoom(time)) {
      outbox.writable();
    }
    for (int i = 0; i < MAX_ANSWERS && answers.next(); i++) {
      Answer answer = answers.answer();
      outbox.answered(answers.id(), answer, answers.answerer());
    }
    long now = System.nanoTime();
    if (now - nextCheck >= 0 || socket.isAnother() || !creates.isEmpty()) {
      check(now);
    }
    for (Long gateway = creates.poll(); gateway != null; gateway = creates.poll()) {
      outbox.createReceived(gateway);
    }
    outbox.takeEvents().forEach(observer::found);
  }

  private void check(long now) {
    boolean late = now - nextCheck > LATE_NANOS;
    switch (socket.check(now)) {
      case CONNECTED -> {
        outbox.connected();
        observer.connected();
      }
      case DISCONNECTED -> {
        outbox.disconnected();
        observer.disconnected();
      }
      case NONE -> {
        if (!late) {
          // Else answers may lie in the socket: they come first.
          outbox.tick();
        }
      }
    }
    socket.connection.reconnectIfDue(now);
    observer.checked(outbox);
    nextCheck = now + socket.connection.checkInterval(now).toNanos();
  }

  /** Idempotent; when it returns, all is closed, also if another thread began that. */
  @Override
  public synchronized void close() {
    outbox.close();
    socket.wakeUp();
    Threads.join(thread);
    socket.close();
  }
}
