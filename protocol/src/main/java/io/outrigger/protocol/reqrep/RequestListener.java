package io.outrigger.protocol.reqrep;

import io.outrigger.base.BoundedLog;
import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.nanomsg.Interest;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoPoller;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.socket.EndpointUrl;
import io.outrigger.protocol.socket.LibraryLimits;
import io.outrigger.protocol.socket.RejectedConnections;
import io.outrigger.protocol.socket.Sockets;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives what the other side sends: {@link Streams} with a raw NN_REP socket and a thread.
 *
 * <p>The thread gives what comes to a {@link Handler}. While that blocks nothing is received: the
 * connection fills, and the sender waits.
 */
final class RequestListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestListener.class);

  /** What a message has around it in a request, generously. */
  private static final int OVERHEAD_BYTES = 64;

  /** Of a tcp connection: as much as the sender's. */
  private static final long RECEIVE_BUFFER_BYTES = RequestSocket.SEND_BUFFER_BYTES;

  /** How long an idle listener waits until it checks who is to be answered. */
  private static final Duration IDLE = Duration.ofMillis(100);

  /** How long nothing comes until those are answered who don't wait for it. */
  private static final Duration ANSWER = Duration.ofMillis(1);

  /** And how many packets, where they come without a break. */
  private static final int TICK_PACKETS = 64;

  /**
   * So many are given to the handler together, if they are at hand: it works through them while the
   * threads that it wakes do, too.
   */
  private static final int GATHERED = 32;

  /** How often it checks for connections that were closed for what came over them. */
  private static final long REJECTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Takes what has come, on the listener's thread. Each call may block. */
  interface Handler {
    /** CREATE_REQUEST. */
    default void create(Request.Create create) throws InterruptedException {}

    /** A one-way packet. {@link RequestListener#handled} is to be called when it is handled. */
    void received(Request.OneWay request) throws InterruptedException;

    /** Nothing more comes. */
    default void end() {}
  }

  private final String name;
  private final Side side;
  private final Handler handler;
  private final NanoSocket socket;
  private final NanoPoller poller = NanoPoller.open();
  private final Thread thread;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final BoundedLog refusals = new BoundedLog(LOG);
  private final RejectedConnections rejected;

  /** A thread that closes may hold it while the listener's thread ends. */
  private final Object closing = new Object();

  // Guarded by this.
  private final Replies replies;
  private final Streams streams;

  private final AnswerPace pace = new AnswerPace();

  // Of the thread that receives.
  private int[] words = new int[2];
  private int received;
  private final ArrayDeque<Request.OneWay> gathered = new ArrayDeque<>(GATHERED);
  private long lastTick;
  private long rejectedNanos = System.nanoTime() - REJECTED_NANOS;

  private volatile boolean ended;

  /**
   * Binds; nothing is left open when that fails.
   *
   * @param identity of the session that this listens for
   */
  RequestListener(
      String name, Side side, Identity identity, ReqRepSettings settings, Handler handler) {
    this.name = name;
    this.side = side;
    this.handler = handler;
    rejected = new RejectedConnections(LOG, settings.listenUrl());
    LibraryLimits.tell();
    socket = NanoSocket.openRaw(Protocol.REP);
    try {
      socket.set(SocketOption.MAX_RECEIVE_SIZE, (long) settings.maxMessageBytes() + OVERHEAD_BYTES);
      socket.set(SocketOption.RECEIVE_BUFFER, RECEIVE_BUFFER_BYTES);
      socket.set(SocketOption.IPV4_ONLY, !EndpointUrl.isIpv6(settings.listenUrl()));
      if (side == Side.HOST) {
        Sockets.bind(socket, settings.listenUrl());
      } else {
        socket.bind(settings.listenUrl());
      }
      poller.register(socket, Interest.RECEIVE);
    } catch (RuntimeException e) {
      socket.close();
      poller.close();
      throw e;
    }
    replies = new Replies(socket, identity);
    streams = new Streams(replies);
    thread = new Thread(this::receive, name + " listener");
    thread.setDaemon(true);
  }

  /** Begins to receive. */
  void start() {
    thread.start();
  }

  /** Somebody handles one-way packets from now on; before, they are refused. */
  synchronized void take() {
    streams.take(true);
  }

  private void receive() {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      while (!ended) {
        switch (socket.tryReceive(message, header)) {
          case DONE -> received(message, header);
          case WOULD_BLOCK -> {
            if (gathered.isEmpty()) {
              poller.poll(idle() ? ANSWER : IDLE);
            } else {
              handleGathered();
            }
          }
          default -> end();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (!ended) { // else it is the socket's close that a call met
        LOG.error("{}: the listener failed; the session is closed", name, e);
      }
    } finally {
      end();
      handler.end();
    }
  }

  private void handleGathered() throws InterruptedException {
    for (Request.OneWay next = gathered.poll(); next != null; next = gathered.poll()) {
      handler.received(next);
    }
  }

  /** Nothing has come; returns whether there is more to answer in a moment. */
  private boolean idle() {
    long now = System.nanoTime();
    checkRejected(now);
    lastTick = now;
    return tick();
  }

  private void received(NativeMessage message, SpHeader header) throws InterruptedException {
    if ((++received & TICK_PACKETS - 1) == 0) {
      long now = System.nanoTime();
      if (now - lastTick > ANSWER.toNanos()) {
        lastTick = now;
        tick();
        checkRejected(now);
      }
    }
    int length = readWords(header);
    byte[] packet = new byte[message.size()];
    message.get(0, packet, 0, packet.length);
    try {
      PacketType type = Packet.checkHeader(packet, packet.length);
      if (!side.takes(type)) {
        refuse("a " + type + ", which this side doesn't take");
      } else if (type == PacketType.CREATE_REQUEST) {
        receivedCreate(packet, length);
      } else {
        receivedOneWay(type, packet, length);
      }
    } catch (WireException e) {
      refuse(e.getMessage());
    }
  }

  private void checkRejected(long now) {
    if (now - rejectedNanos >= REJECTED_NANOS) {
      rejectedNanos = now;
      rejected.tell(socket);
    }
  }

  private int readWords(SpHeader header) {
    int length = header.words();
    words = words.length < length ? new int[length] : words;
    header.get(words);
    return length;
  }

  private void receivedCreate(byte[] packet, int length)
      throws WireException, InterruptedException {
    byte[] data = Arrays.copyOfRange(packet, Packet.DATA_OFFSET, packet.length);
    String configuration = Packet.decodeCreateRequest(data);
    Request.Create create = Request.Create.of(configuration, words, length);
    synchronized (this) {
      streams.create(words, length);
    }
    handleGathered();
    handler.create(create);
  }

  private void receivedOneWay(PacketType type, byte[] packet, int length)
      throws WireException, InterruptedException {
    int data = packet.length - Packet.DATA_OFFSET;
    if (type == PacketType.DESTROY && data > 0) {
      throw new WireException(type + " with " + data + " bytes of data: it has none");
    }
    Streams.Verdict verdict;
    Stream stream;
    synchronized (this) {
      verdict = streams.packet(words, length);
      stream = verdict == Streams.Verdict.TAKEN ? streams.last() : null;
    }
    switch (verdict) {
      case TAKEN -> {
        Message message = type == PacketType.DESTROY ? null : decode(packet, data);
        gathered.add(new Request.OneWay(type, message, stream, words[length - 1], packet.length));
        if (gathered.size() == GATHERED) {
          handleGathered();
        }
      }
      case DUPLICATE -> duplicates.incrementAndGet();
      case REFUSED -> refuse(type + ": there is no module yet");
      case EARLY -> refuse(type + ": others, which have not come, belong before it");
    }
  }

  /**
   * The message in a packet. Returns null for a malformed one, which is refused; but it has its
   * place in its stream, else the sender would wait for its answer for good.
   */
  private Message decode(byte[] packet, int size) {
    try {
      return MessageDecoder.decode(packet, Packet.DATA_OFFSET, size);
    } catch (WireException e) {
      refuse(e.getMessage());
      return null;
    }
  }

  /** Answers what is to be answered by now; returns whether there will be more in a moment. */
  synchronized boolean tick() {
    return streams.tick(System.nanoTime());
  }

  /** Counts and logs a request that changes nothing. */
  private void refuse(String what) {
    refused.incrementAndGet();
    refusals.warn("{}: refused {}", name, what);
  }

  /**
   * A one-way request was handled: its sender gets an answer soon, one for several. Once this has
   * ended no answer goes out: the close may have cut the handling off. One thread at a time.
   *
   * @param last whether no other one is at hand
   */
  void handled(Request.OneWay request, boolean last) {
    if (ended) {
      return;
    }
    request.stream().handled(request.id(), request.bytes());
    if (pace.handled(request.bytes(), last)) {
      tick();
    }
  }

  /** Tells the sender of a request that waits to be handled that this side lives. Any thread. */
  synchronized void signOfLife(Request.OneWay request) {
    streams.answer(request.stream());
  }

  /** Answers what was handled and isn't answered yet. */
  synchronized void answerAll() {
    streams.answerAll();
  }

  /** Answers CREATE_REQUEST; {@code done}: the module is there. */
  synchronized void created(Request.Create request, boolean done) {
    replies.created(request, done);
  }

  /** How many requests were refused so far. */
  long refused() {
    return refused.get();
  }

  /** How many requests came again and were dropped. */
  long duplicates() {
    return duplicates.get();
  }

  /** How many connections are there now; none once this is closed. */
  long connections() {
    try {
      return socket.statistic(Statistic.CURRENT_CONNECTIONS);
    } catch (NanoException e) {
      if (socket.isClosed()) {
        return 0;
      }
      throw e;
    }
  }

  /** How many connections came so far. */
  long accepted() {
    return socket.statistic(Statistic.ACCEPTED_CONNECTIONS);
  }

  /** Nothing more is received; the socket stays open. */
  void end() {
    ended = true;
    poller.wakeUp();
  }

  /** Idempotent; when it returns, all is closed, also if another thread began that. */
  @Override
  public void close() {
    synchronized (closing) {
      end();
      thread.interrupt();
      Threads.join(thread);
      socket.close();
      poller.close();
      synchronized (this) {
        replies.close();
      }
    }
  }
}
