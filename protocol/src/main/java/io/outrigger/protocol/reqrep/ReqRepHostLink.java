package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's end over {@code reqrep}. */
public final class ReqRepHostLink implements HostLink {
  private static final Logger LOG = LoggerFactory.getLogger(ReqRepHostLink.class);
  private static final long POLL_MILLIS = 1000;

  /** How long the module's last messages may take to be answered. */
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);

  /** How long a last answer may take to be fetched: nanomsg drops it when the socket is closed. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long FAREWELL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ReqRepSettings settings;
  private final RequestListener listener;
  private final RequestSender sender;
  private final GatewayWatch gateway = new GatewayWatch();
  private final AtomicLong received = new AtomicLong();

  // Of the thread in run.
  private ModuleHandler module;
  private boolean created;
  private int createId;
  private String configuration;

  private ReqRepHostLink(ReqRepSettings settings) {
    this.settings = settings;
    listener =
        new RequestListener(
            "host",
            settings,
            EnumSet.of(PacketType.CREATE_REQUEST, PacketType.MESSAGE_RECEIVE, PacketType.DESTROY));
    try {
      sender =
          new RequestSender(
              "host",
              settings,
              PacketType.MESSAGE_PUBLISH,
              settings.window().acknowledgeTimeout(),
              gateway);
      gateway.watch(sender);
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /**
   * Listens, and connects to the gateway, which need not be there yet.
   *
   * @throws LinkException if the listen address can't be bound or an address is wrong
   */
  public static ReqRepHostLink open(ReqRepSettings settings) throws LinkException {
    try {
      return new ReqRepHostLink(settings);
    } catch (RuntimeException e) {
      throw new LinkException(e.getMessage(), e);
    }
  }

  @Override
  public End run(ModuleHandler handler) throws InterruptedException {
    module = handler;
    try {
      while (!listener.isClosed()) {
        Request request = listener.next(POLL_MILLIS);
        if (sender.disconnectedFor().compareTo(settings.absence()) > 0) {
          return End.ORPHANED;
        }
        End end = request == null ? null : handle(request);
        if (end != null) {
          return end;
        }
      }
      return End.CLOSED;
    } finally {
      if (created) {
        created = false;
        handler.destroy();
      }
    }
  }

  /** Returns null to go on. */
  private End handle(Request request) {
    try {
      return switch (request.type()) {
        case CREATE_REQUEST -> create(request);
        case DESTROY -> destroy(request);
        default -> receive(request);
      };
    } catch (WireException e) {
      listener.refuse(e.getMessage());
      listener.handled(request);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return End.CLOSED;
    }
  }

  private End create(Request request) throws WireException {
    String wanted = request.configuration();
    if (created && request.id() != createId) {
      sender.startedOver();
      LOG.info("a gateway that started over is there");
      if (!wanted.equals(configuration)) {
        created = false;
        module.destroy();
      }
    }
    createId = request.id();
    gateway.created();
    if (created) {
      listener.reply(request, Packet.createReply(true));
      return null;
    }
    configuration = wanted;
    created = module.create(wanted);
    listener.reply(request, Packet.createReply(created));
    if (!created) {
      farewell();
      return End.CREATE_FAILED;
    }
    module.start();
    return null;
  }

  private End receive(Request request) throws WireException {
    Message message = request.message();
    received.incrementAndGet();
    module.receive(message);
    listener.handled(request);
    return null;
  }

  private End destroy(Request request) throws InterruptedException {
    created = false;
    module.destroy();
    sender.awaitEmpty(FLUSH_TIMEOUT);
    listener.handled(request);
    listener.answerAll();
    farewell();
    return End.DESTROYED;
  }

  /** Waits until whoever got the last answer has left. */
  private void farewell() {
    long deadline = System.nanoTime() + FAREWELL_NANOS;
    while (!listener.isClosed()
        && listener.connections() > 0
        && System.nanoTime() < deadline
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(FAREWELL_LOOK_NANOS);
    }
  }

  @Override
  public void publish(Message message) throws PublishException {
    try {
      sender.send(message, settings.absence());
    } catch (LinkException e) {
      throw new PublishException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while waiting to publish", e);
    }
  }

  @Override
  public LinkStatistics statistics() {
    return sender.statistics(received.get(), listener);
  }

  @Override
  public void close() {
    sender.close();
    listener.close();
  }
}
