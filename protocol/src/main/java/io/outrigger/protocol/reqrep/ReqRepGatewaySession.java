package io.outrigger.protocol.reqrep;

import io.outrigger.base.BoundedLog;
import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.Packet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * The gateway's end over {@code reqrep}. What the remote module publishes is published in the
 * gateway on the listener's thread.
 */
public final class ReqRepGatewaySession implements GatewaySession {
  private final String name;
  private final ReqRepSettings settings;
  private final Listener owner;
  private final Outbox outbox;
  private final CountDownLatch started = new CountDownLatch(1);
  private final Published published = new Published();
  private final BoundedLog losses =
      new BoundedLog(LoggerFactory.getLogger(ReqRepGatewaySession.class));

  // Null until it is open.
  private volatile RequestListener listener;
  private volatile RequestSender sender;
  private HostWatch host;

  /** The host has had the module. */
  private volatile boolean created;

  /**
   * Makes a session, which isn't open yet.
   *
   * @param name of the module, for threads and log lines
   * @param waiting bounds what waits to be sent, beside what is in flight
   */
  public ReqRepGatewaySession(
      ReqRepSettings settings, String name, QueueBound waiting, Listener owner) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    outbox = new Outbox(name, Side.GATEWAY, settings, waiting);
  }

  @Override
  public void open() throws SessionException {
    Identity identity = Identity.random();
    try {
      listener = new RequestListener(name, Side.GATEWAY, identity, settings, published);
      host = new HostWatch(name, settings, owner, listener, published::tick);
      sender = new RequestSender(name, Side.GATEWAY, identity, settings, outbox, host);
    } catch (RuntimeException e) {
      close();
      throw new SessionException(e.getMessage(), e);
    }
    listener.start();
    sender.start();
  }

  @Override
  public void awaitHost(Duration timeout) throws SessionException, InterruptedException {
    if (!outbox.awaitConnected(timeout)) {
      throw new SessionException(
          "no module host listens at "
              + settings.remoteUrl()
              + " after "
              + timeout.toMillis()
              + " ms: start it, or make its listen.url this proxy's remote.url");
    }
  }

  @Override
  public void create(String configuration, Duration timeout)
      throws SessionException, InterruptedException {
    byte[] packet = Packet.createRequest(configuration);
    if (packet.length > settings.maxMessageBytes()) {
      throw new SessionException(
          "module.configuration has "
              + packet.length
              + " bytes, and at most "
              + settings.maxMessageBytes()
              + " pass: set max.message.bytes on both sides");
    }
    host.forgetFailure();
    sender.create(packet);
    HostWatch.CreateResult result = host.awaitCreated(timeout);
    if (result == null) {
      throw new SessionException(
          "the module host at "
              + settings.remoteUrl()
              + " did not answer CREATE within "
              + timeout.toMillis()
              + " ms (create.timeout.ms)");
    }
    switch (result) {
      case CREATED -> created = true;
      case REFUSED ->
          throw new SessionException(
              "the module host could not create the module; its log says why");
      case HOST_LOST ->
          throw new SessionException("the module host went away while it created the module");
    }
  }

  @Override
  public void start() {
    started.countDown();
    outbox.release();
  }

  /** What the remote module publishes, on the listener's thread. */
  private final class Published implements RequestListener.Handler {
    private final AtomicLong received = new AtomicLong();
    private volatile Request.OneWay handling;

    /** What was being handled at the last tick, and is still. Of the sender's thread. */
    private Request.OneWay seen;

    @Override
    public void received(Request.OneWay request) throws InterruptedException {
      handling = request;
      started.await();
      if (request.message() != null) {
        publish(request.message());
      }
      handling = null;
      listener.handled(request, false);
    }

    private void publish(Message message) {
      received.incrementAndGet();
      try {
        owner.published(message);
      } catch (RuntimeException e) {
        losses.warn("{}: a message that it published was lost in the gateway: {}", name, e);
      }
    }

    /** While a sink has no room, the host hears that the gateway lives. */
    void tick() {
      Request.OneWay now = handling;
      if (now != null && now == seen) {
        listener.signOfLife(now);
      }
      seen = now;
    }
  }

  @Override
  public MessageSink sink() {
    return outbox;
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    host.end();
    outbox.end();
    return created ? outbox.destroy(timeout) : !outbox.isConnected();
  }

  @Override
  public boolean isConnected() {
    return outbox.isConnected();
  }

  @Override
  public SessionStatistics statistics() {
    RequestListener open = listener;
    return open == null
        ? outbox.statistics(0, 0, 0)
        : outbox.statistics(published.received.get(), open.duplicates(), open.refused());
  }

  @Override
  public void close() {
    if (host != null) {
      host.end();
    }
    if (sender != null) {
      sender.close();
    }
    outbox.close();
    if (listener != null) {
      listener.close();
    }
  }
}
