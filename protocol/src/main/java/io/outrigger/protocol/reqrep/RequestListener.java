package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.link.BoundedLog;
import io.outrigger.protocol.link.Mailbox;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A side's raw NN_REP socket: takes requests into a mailbox and sends replies.
 *
 * <p>A packet that is malformed, or of a type this side doesn't take, is counted, logged at a
 * bounded rate, and changes nothing. While the mailbox is full nothing is received: the connection
 * fills, and the sender waits.
 */
final class RequestListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestListener.class);

  /** 4 request id, 5 packet header. */
  private static final int OVERHEAD_BYTES = 64;

  /** An answer is due at the latest after this many requests: see the protocol's description. */
  private static final int ACKNOWLEDGE_EVERY = 64;

  private final String name;
  private final Set<PacketType> taken;
  private final Mailbox<Request> mailbox = new Mailbox<>(1024, 4 << 20, Request::size);
  private final NanoSocket socket;
  private final Thread thread;
  private final AtomicLong refused = new AtomicLong();
  private final BoundedLog refusals = new BoundedLog(LOG);
  // Replies go out from several threads; the buffers below are guarded by replyLock.
  private final Object replyLock = new Object();
  private final NativeMessage replyMessage = new NativeMessage();
  private final SpHeader replyHeader = new SpHeader();
  // Of the thread that handles requests only.
  private int handledSinceAnswer;

  /** Binds; nothing is left open when that fails. */
  RequestListener(String name, ReqRepSettings settings, Set<PacketType> taken) {
    this.name = name;
    this.taken = taken;
    socket = NanoSocket.openRaw(Protocol.REP);
    try {
      socket.set(SocketOption.MAX_RECEIVE_SIZE, (long) settings.maxMessageBytes() + OVERHEAD_BYTES);
      socket.bind(settings.listenUrl());
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
    thread = new Thread(this::receive, "listener of " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void receive() {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      for (; ; ) {
        Outcome outcome = socket.receive(message, header);
        if (outcome == Outcome.CLOSED || outcome == Outcome.INTERRUPTED) {
          return;
        }
        if (outcome == Outcome.DONE) {
          Request request = decode(message, header);
          if (request != null && !mailbox.put(request)) {
            return;
          }
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

  private Request decode(NativeMessage message, SpHeader header) {
    try {
      int size = message.size();
      byte[] head = new byte[Math.min(size, Packet.DATA_OFFSET)];
      message.get(0, head, 0, head.length);
      PacketType type = Packet.checkHeader(head, size);
      if (!taken.contains(type)) {
        refuse("a " + type + ", which this side doesn't take");
        return null;
      }
      byte[] data = new byte[size - Packet.DATA_OFFSET];
      message.get(Packet.DATA_OFFSET, data, 0, data.length);
      int[] returnPath = new int[header.words()];
      for (int i = 0; i < returnPath.length; i++) {
        returnPath[i] = header.word(i);
      }
      return new Request(type, data, returnPath);
    } catch (WireException e) {
      refuse(e.getMessage());
      return null;
    }
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

  /** The next request, or null if none came in that time or this listener is closed. */
  Request next(long timeoutMillis) throws InterruptedException {
    return mailbox.poll(timeoutMillis);
  }

  boolean isClosed() {
    return mailbox.isClosed();
  }

  /**
   * A one-way request was handled. The newest is answered, emptily, when there is nothing more to
   * handle, and at the latest after a fixed number: a plain NN_REQ peer would send it again
   * otherwise. Called by the thread that handles requests.
   */
  void handled(Request request) {
    if (++handledSinceAnswer >= ACKNOWLEDGE_EVERY || mailbox.isEmpty()) {
      handledSinceAnswer = 0;
      reply(request, new byte[0]);
    }
  }

  /** Sends a reply. Never blocks: nanomsg drops it if the connection is full or gone. */
  void reply(Request request, byte[] body) {
    synchronized (replyLock) {
      if (mailbox.isClosed()) {
        return;
      }
      replyHeader.clear();
      for (int word : request.returnPath()) {
        replyHeader.append(word);
      }
      replyMessage.allocate(body.length);
      replyMessage.put(0, body, 0, body.length);
      Outcome outcome = socket.trySend(replyMessage, replyHeader);
      if (outcome != Outcome.DONE) {
        LOG.debug("{}: a reply to {} was not sent: {}", name, request.type(), outcome);
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
