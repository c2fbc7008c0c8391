package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.link.BoundedLog;
import io.outrigger.protocol.link.Mailbox;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A side's raw NN_REP socket: takes requests into a mailbox, once each, and answers them: the
 * listener's half of {@code docs/reqrep.md}.
 *
 * <p>Three threads meet here: the listener's own receives; the one that calls {@link #next} and
 * {@link #handled} handles; any may {@link #reply}. While the mailbox is full nothing is received:
 * the connection fills, and the sender waits.
 */
final class RequestListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestListener.class);

  /** What a message has around it in a request, generously. */
  private static final int OVERHEAD_BYTES = 64;

  private static final int ANSWER_EVERY = 64;
  private static final long ANSWER_WITHIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SIGN_OF_LIFE_MILLIS = 250;
  private static final byte[] EMPTY = {};

  private final String name;
  private final Set<PacketType> taken;
  private final Mailbox<Request> mailbox;
  private final NanoSocket socket;
  private final Thread thread;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final BoundedLog refusals = new BoundedLog(LOG);

  /** Whether there is somebody to handle one-way packets. */
  private volatile boolean taking;

  // Of the thread that receives.
  private final Streams streams = new Streams();
  private int[] words = new int[2];

  // Of the thread that handles.
  private final ArrayDeque<Request> batch = new ArrayDeque<>();
  private final List<Stream> unanswered = new ArrayList<>();
  private int handledSinceAnswer;
  private long lastAnswerNanos = System.nanoTime();

  // Guarded by replyLock.
  private final Object replyLock = new Object();
  private final NativeMessage replyMessage = new NativeMessage();
  private final SpHeader replyHeader = new SpHeader();

  /**
   * Binds; nothing is left open when that fails.
   *
   * @param taken the packets that this side takes; a CREATE_REQUEST among them makes it take
   *     one-way packets from then on
   */
  RequestListener(String name, ReqRepSettings settings, Set<PacketType> taken) {
    this.name = name;
    this.taken = taken;
    mailbox = new Mailbox<>(RequestId.MAX_WINDOW, 2 * settings.window().bytes(), Request::size);
    socket = NanoSocket.openRaw(Protocol.REP);
    try {
      socket.set(SocketOption.MAX_RECEIVE_SIZE, (long) settings.maxMessageBytes() + OVERHEAD_BYTES);
      socket.bind(settings.listenUrl());
    } catch (RuntimeException e) {
      socket.close();
      replyMessage.close();
      replyHeader.close();
      throw e;
    }
    thread = new Thread(this::receive, name + " listener");
    thread.setDaemon(true);
    thread.start();
  }

  /** One-way packets are taken from now on. */
  void take() {
    taking = true;
  }

  private void receive() {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      for (; ; ) {
        Outcome outcome = socket.receive(message, header);
        if (outcome == Outcome.CLOSED || outcome == Outcome.INTERRUPTED) {
          return;
        }
        if (outcome == Outcome.DONE && header.words() > 0 && !receive(message, header)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("{}: the listener failed; the link is closed", name, e);
    } finally {
      mailbox.close();
    }
  }

  /** Returns false once the mailbox is closed. */
  private boolean receive(NativeMessage message, SpHeader header) throws InterruptedException {
    byte[] packet = new byte[message.size()];
    message.get(0, packet, 0, packet.length);
    int length = header.words();
    words = words.length < length ? new int[length] : words;
    for (int i = 0; i < length; i++) {
      words[i] = header.word(i);
    }
    try {
      PacketType type = Packet.checkHeader(packet, packet.length);
      if (!taken.contains(type)) {
        refuse("a " + type + ", which this side doesn't take");
        return true;
      }
      int id = words[length - 1];
      Stream stream = streams.of(words, length);
      Request request = new Request(type, packet, stream, stream.way(), id);
      if (type == PacketType.CREATE_REQUEST) {
        request.configuration();
        taking = true;
        return put(request);
      }
      return takeOneWay(request);
    } catch (WireException e) {
      refuse(e.getMessage());
      return true;
    }
  }

  private boolean takeOneWay(Request request) throws InterruptedException {
    Stream stream = request.stream();
    if (!taking) {
      refuse(request.type() + ": there is no module yet");
      reply(request, Packet.createReply(false));
      return true;
    }
    if (!stream.take(request.id())) {
      repeats.incrementAndGet();
      stream.greet();
      answer(stream);
      return true;
    }
    if (stream.greet()) {
      answer(stream);
    }
    return put(request);
  }

  private boolean put(Request request) throws InterruptedException {
    while (!mailbox.offer(request, SIGN_OF_LIFE_MILLIS)) {
      if (mailbox.isClosed()) {
        return false;
      }
      answer(request.stream());
    }
    return true;
  }

  /** Counts and logs a request that changes nothing. */
  void refuse(String what) {
    refused.incrementAndGet();
    refusals.warn("{}: refused {}", name, what);
  }

  /** How many requests were refused so far. */
  long refused() {
    return refused.get();
  }

  /** How many requests came again and were dropped. */
  long repeats() {
    return repeats.get();
  }

  /** How many connections are there now. */
  long connections() {
    return socket.statistic(Statistic.CURRENT_CONNECTIONS);
  }

  /** How many connections came so far. */
  long accepted() {
    return socket.statistic(Statistic.ACCEPTED_CONNECTIONS);
  }

  /** The next request, or null if none came in that time or this listener is closed. */
  Request next(long timeoutMillis) throws InterruptedException {
    Request request = batch.poll();
    if (request == null) {
      if (mailbox.isEmpty()) {
        answerAll();
      }
      mailbox.drainTo(batch, timeoutMillis);
      request = batch.poll();
    }
    return request;
  }

  boolean isClosed() {
    return mailbox.isClosed();
  }

  /** A one-way request was handled: its sender is told, not for each but soon. */
  void handled(Request request) {
    Stream stream = request.stream();
    if (stream.unanswered() == 0) {
      unanswered.add(stream);
    }
    stream.handled(request.id());
    if (++handledSinceAnswer >= ANSWER_EVERY
        || System.nanoTime() - lastAnswerNanos > ANSWER_WITHIN_NANOS) {
      answerAll();
    }
  }

  /** Answers what was handled and isn't answered yet. Called by the thread that handles. */
  void answerAll() {
    for (Stream stream : unanswered) {
      stream.answered();
      answer(stream);
    }
    unanswered.clear();
    handledSinceAnswer = 0;
    lastAnswerNanos = System.nanoTime();
  }

  private void answer(Stream stream) {
    reply(stream.way(), stream.newestHandled(), EMPTY);
  }

  /** Replies to a request. Never blocks: nanomsg drops it if the connection is full or gone. */
  void reply(Request request, byte[] body) {
    reply(request.way(), request.id(), body);
  }

  private void reply(int[] way, int id, byte[] body) {
    synchronized (replyLock) {
      if (socket.isClosed()) {
        return;
      }
      replyHeader.clear();
      for (int word : way) {
        replyHeader.append(word);
      }
      replyHeader.append(id);
      replyMessage.allocate(body.length);
      replyMessage.put(0, body, 0, body.length);
      Outcome outcome = socket.trySend(replyMessage, replyHeader);
      if (outcome != Outcome.DONE) {
        LOG.debug("{}: an answer was not sent: {}", name, outcome);
      }
    }
  }

  @Override
  public void close() {
    mailbox.close();
    socket.close();
    Threads.join(thread);
    synchronized (replyLock) {
      replyMessage.close();
      replyHeader.close();
    }
  }
}
