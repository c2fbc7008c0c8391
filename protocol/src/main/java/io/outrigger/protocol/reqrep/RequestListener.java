package io.outrigger.protocol.reqrep;

import io.outrigger.base.BoundedLog;
import io.outrigger.base.Mailbox;
import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoLibrary;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.socket.EndpointUrl;
import io.outrigger.protocol.socket.LibraryLimits;
import io.outrigger.protocol.socket.RejectedConnections;
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
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives what the other side sends: {@link Streams} with a raw NN_REP socket and a thread.
 *
 * <p>The listener's own thread receives into a mailbox; another one takes from there by {@link
 * #next} and tells by {@link #handled}. While the mailbox is full nothing is received: the
 * connection fills, and the sender waits.
 */
final class RequestListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestListener.class);

  /** What a message has around it in a request, generously. */
  private static final int OVERHEAD_BYTES = 64;

  /** Of a tcp connection: as much as the sender's. */
  private static final long RECEIVE_BUFFER_BYTES = Connection.SEND_BUFFER_BYTES;

  /**
   * How much the mailbox holds, in windows of this side: more than one sender ever has unanswered,
   * so that a new sender is still heard when the one before it has left much behind.
   */
  private static final int WINDOWS = 8;

  private static final int MAX_REQUESTS = WINDOWS * RequestId.MAX_WINDOW;

  /** How long a full mailbox is waited for before the sender gets a sign of life. */
  private static final long SIGN_OF_LIFE_MILLIS = 250;

  /** How long an idle listener waits until it looks who is to be answered, and how many packets. */
  private static final Duration TICK = Duration.ofMillis(100);

  private static final int TICK_PACKETS = 64;

  /** How often it looks for connections that were closed for what came over them. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The handling thread looks after so many packets, or bytes, or {@link #ANSWER_MILLIS}. */
  private static final int UNTOLD_PACKETS = 32;

  private static final long UNTOLD_BYTES = 128 << 10;

  /** How long nothing comes until those are answered who don't wait for it. */
  private static final long ANSWER_MILLIS = 1;

  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);

  private final String name;
  private final Side side;
  private final Predicate<Request.Create> creates;
  private final NanoSocket socket;
  private final Mailbox<Request> mailbox;
  private final Thread thread;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final BoundedLog refusals = new BoundedLog(LOG);

  private final RejectedConnections rejected;

  private final Object lock = new Object();

  // Guarded by lock.
  private final Replies replies;
  private final Streams streams;

  // Of the thread that handles: what it was given together, and what it has handled of that since
  // it last looked who is to be answered.
  private final ArrayDeque<Request> batch = new ArrayDeque<>();
  private int untold;
  private long untoldBytes;
  private long told;

  /** Of the thread that receives. */
  private int[] words = new int[2];

  private int received;
  private long lastTick;
  private long lastLook = System.nanoTime() - LOOK_NANOS;
  private volatile boolean ended;

  /**
   * Binds; nothing is left open when that fails.
   *
   * @param identity of the session that this listens for
   * @param creates gets each CREATE_REQUEST as it comes, on the receiving thread; it returns
   *     whether it is done with it, so that it isn't to be handled in its turn
   */
  RequestListener(
      String name,
      Side side,
      Identity identity,
      ReqRepSettings settings,
      Predicate<Request.Create> creates) {
    this.name = name;
    this.side = side;
    this.creates = creates;
    rejected = new RejectedConnections(LOG, settings.listenUrl());
    mailbox = new Mailbox<>(MAX_REQUESTS, WINDOWS * settings.window().bytes(), Request::size);
    LibraryLimits.tell(NanoLibrary.limits());
    socket = NanoSocket.openRaw(Protocol.REP);
    try {
      socket.set(SocketOption.MAX_RECEIVE_SIZE, (long) settings.maxMessageBytes() + OVERHEAD_BYTES);
      socket.set(SocketOption.RECEIVE_BUFFER, RECEIVE_BUFFER_BYTES);
      socket.set(SocketOption.RECEIVE_TIMEOUT, TICK);
      socket.set(SocketOption.IPV4_ONLY, !EndpointUrl.isIpv6(settings.listenUrl()));
      socket.bind(settings.listenUrl());
    } catch (RuntimeException e) {
      socket.close();
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

  /** There is somebody to handle one-way packets from now on; before, they are refused. */
  void take() {
    synchronized (lock) {
      streams.take(true);
    }
  }

  private void receive() {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      while (!ended) {
        switch (socket.receive(message, header)) {
          case DONE -> received(message, header);
          case TIMED_OUT -> {
            tick();
            lookForRejected(System.nanoTime());
          }
          default -> end();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (!ended) { // else it is the socket's close that a call met
        LOG.error("{}: the listener failed; the link is closed", name, e);
      }
    } finally {
      end();
    }
  }

  private void received(NativeMessage message, SpHeader header) throws InterruptedException {
    long now = System.nanoTime();
    if ((++received & TICK_PACKETS - 1) == 0 || now - lastTick > ANSWER_NANOS) {
      lastTick = now;
      tick();
      lookForRejected(now);
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

  private void lookForRejected(long now) {
    if (now - lastLook >= LOOK_NANOS && Statistic.REJECTED_CONNECTIONS.isCounted()) {
      lastLook = now;
      rejected.look(socket.statistic(Statistic.REJECTED_CONNECTIONS));
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
    synchronized (lock) {
      streams.create(words, length);
    }
    if (!creates.test(create)) {
      mailbox.put(create);
    }
  }

  private void receivedOneWay(PacketType type, byte[] packet, int length)
      throws WireException, InterruptedException {
    int data = packet.length - Packet.DATA_OFFSET;
    if (type == PacketType.DESTROY && data > 0) {
      throw new WireException(type + " with " + data + " bytes of data: none would be right");
    }
    Streams.Verdict verdict;
    Stream stream;
    synchronized (lock) {
      verdict = streams.packet(words, length);
      stream = verdict == Streams.Verdict.TAKEN ? streams.last() : null;
    }
    switch (verdict) {
      case TAKEN -> {
        Message message = type == PacketType.DESTROY ? null : decode(packet, data);
        put(new Request.OneWay(type, message, stream, words[length - 1], packet.length));
      }
      case REPEAT -> repeats.incrementAndGet();
      case REFUSED -> refuse(type + ": there is no module yet");
      case EARLY -> refuse(type + ": others, which have not come, belong in front of it");
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

  private void put(Request.OneWay request) throws InterruptedException {
    while (!mailbox.offer(request, SIGN_OF_LIFE_MILLIS) && !mailbox.isClosed()) {
      synchronized (lock) {
        streams.answer(request.stream());
      }
    }
  }

  /** Answers what is to be answered by now; returns whether there will be more in a moment. */
  private boolean tick() {
    synchronized (lock) {
      return streams.tick(System.nanoTime());
    }
  }

  /** Counts and logs a request that changes nothing. */
  private void refuse(String what) {
    refused.incrementAndGet();
    refusals.warn("{}: refused {}", name, what);
  }

  /** Waits for the next request. Returns null once this is closed or has ended. */
  Request next() throws InterruptedException {
    while (batch.isEmpty() && !ended) {
      mailbox.drainTo(batch, tick() ? ANSWER_MILLIS : Long.MAX_VALUE);
    }
    return ended ? null : batch.poll();
  }

  /** A one-way request was handled: its sender is told, not for each but soon. */
  void handled(Request.OneWay request) {
    request.stream().handled(request.id(), request.bytes());
    untold++;
    untoldBytes += request.bytes();
    if (batch.isEmpty()
        || untold >= UNTOLD_PACKETS
        || untoldBytes >= UNTOLD_BYTES
        || System.nanoTime() - told >= ANSWER_NANOS) {
      told = System.nanoTime();
      untold = 0;
      untoldBytes = 0;
      tick();
    }
  }

  /** Answers what was handled and isn't answered yet. */
  void answerAll() {
    synchronized (lock) {
      streams.answerAll();
    }
  }

  /** Answers CREATE_REQUEST; {@code done}: the module is there. */
  void created(Request.Create request, boolean done) {
    synchronized (lock) {
      replies.created(request, done);
    }
  }

  /** How many requests were refused so far. */
  long refused() {
    return refused.get();
  }

  /** How many requests came again and were dropped. */
  long repeats() {
    return repeats.get();
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

  /** Nothing more is received or handed on; the socket stays open. */
  void end() {
    ended = true;
    mailbox.close();
  }

  boolean isEnded() {
    return ended;
  }

  @Override
  public void close() {
    end();
    socket.close();
    Threads.join(thread);
    synchronized (lock) {
      replies.close();
    }
  }
}
