package io.outrigger.protocol.reqrep;

import io.outrigger.base.BoundedLog;
import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.Packet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** The gateway's end over {@code reqrep}. */
public final class ReqRepGatewayLink implements GatewayLink {
  private final String name;
  private final ReqRepSettings settings;
  private final Listener owner;
  private final HostWatch host;
  private final RequestListener listener;
  private final RequestSender sender;
  private final Outbox outbox;
  private final CountDownLatch started = new CountDownLatch(1);
  private final Thread delivery;
  private final AtomicLong received = new AtomicLong();
  private final BoundedLog losses =
      new BoundedLog(LoggerFactory.getLogger(ReqRepGatewayLink.class));

  /** The host has had the module. */
  private volatile boolean created;

  private ReqRepGatewayLink(ReqRepSettings settings, String name, Listener owner) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    Identity identity = Identity.random();
    listener = new RequestListener(name, Side.GATEWAY, identity, settings, create -> false);
    host = new HostWatch(settings, owner, listener);
    try {
      sender = new RequestSender(name, Side.GATEWAY, identity, settings, host);
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
    outbox = sender.outbox();
    delivery = new Thread(this::deliver, name + " delivery");
    delivery.setDaemon(true);
    listener.start();
    sender.start();
    delivery.start();
  }

  /**
   * Listens, and connects to the host, which need not be there yet.
   *
   * @param name of the module, for threads and log lines
   * @throws LinkException if the listen address can't be bound or an address is wrong
   */
  public static ReqRepGatewayLink open(ReqRepSettings settings, String name, Listener owner)
      throws LinkException {
    try {
      return new ReqRepGatewayLink(settings, name, owner);
    } catch (RuntimeException e) {
      throw new LinkException(e.getMessage(), e);
    }
  }

  @Override
  public void awaitHost(Duration timeout) throws LinkException, InterruptedException {
    if (!outbox.awaitConnected(timeout)) {
      throw new LinkException(
          "no module host listens at "
              + settings.remoteUrl()
              + " after "
              + timeout.toMillis()
              + " ms: start it, or make its listen.url this proxy's remote.url");
    }
  }

  @Override
  public void create(String configuration, Duration timeout)
      throws LinkException, InterruptedException {
    byte[] packet = Packet.createRequest(configuration);
    if (packet.length > settings.maxMessageBytes()) {
      throw new LinkException(
          "module.configuration has "
              + packet.length
              + " bytes, and at most "
              + settings.maxMessageBytes()
              + " pass: set max.message.bytes on both sides");
    }
    sender.create(packet);
    switch (host.awaitCreated(timeout)) {
      case CREATED -> created = true;
      case REFUSED ->
          throw new LinkException("the module host could not create the module; its log says why");
      case HOST_LOST ->
          throw new LinkException("the module host went away while it created the module");
      case NONE ->
          throw new LinkException(
              "the module host at "
                  + settings.remoteUrl()
                  + " did not answer CREATE within "
                  + timeout.toMillis()
                  + " ms (create.timeout.ms)");
    }
  }

  @Override
  public void start() {
    started.countDown();
  }

  private void deliver() {
    try {
      started.await();
      for (Request next = listener.next(); next != null; next = listener.next()) {
        if (next instanceof Request.OneWay request) {
          if (request.message() != null) {
            deliver(request.message());
          }
          listener.handled(request);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Message message) {
    received.incrementAndGet();
    try {
      owner.published(message);
    } catch (RuntimeException e) {
      losses.warn("{}: a message that it published was lost in the gateway: {}", name, e);
    }
  }

  @Override
  public void receive(Message message) throws LinkException, InterruptedException {
    outbox.put(message);
  }

  @Override
  public boolean tryReceive(Message message) {
    return outbox.offer(message);
  }

  @Override
  public void awaitRoom(long size, long nanos) throws InterruptedException {
    outbox.awaitRoom((int) size, nanos);
  }

  @Override
  public void checkSize(Message message) {
    outbox.checkSize(message);
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    host.end();
    return created ? outbox.destroy(timeout) : !outbox.isConnected();
  }

  @Override
  public boolean connected() {
    return outbox.isConnected();
  }

  @Override
  public LinkStatistics statistics() {
    return outbox.statistics(received.get(), listener);
  }

  @Override
  public void close() {
    host.end();
    sender.close();
    listener.close();
    delivery.interrupt();
    Threads.join(delivery);
  }
}
