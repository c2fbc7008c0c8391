package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.link.BoundedLog;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's end over {@code reqrep}. */
public final class ReqRepGatewayLink implements GatewayLink {
  private static final Logger LOG = LoggerFactory.getLogger(ReqRepGatewayLink.class);
  private static final long POLL_MILLIS = 1000;

  private final String name;
  private final ReqRepSettings settings;
  private final Listener owner;
  private final RequestListener listener;
  private final RequestSender sender;
  private final HostWatch host;
  private final CountDownLatch started = new CountDownLatch(1);
  private final Thread delivery;
  private final AtomicLong received = new AtomicLong();
  private final BoundedLog losses = new BoundedLog(LOG);

  private ReqRepGatewayLink(ReqRepSettings settings, String name, Listener owner) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    listener = new RequestListener(name, settings, EnumSet.of(PacketType.MESSAGE_PUBLISH));
    try {
      host = new HostWatch(settings, owner, listener);
      sender = new RequestSender(name, settings, PacketType.MESSAGE_RECEIVE, Duration.ZERO, host);
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
    host.watch(sender);
    delivery = new Thread(this::deliver, name + " delivery");
    delivery.setDaemon(true);
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
    if (!sender.awaitConnected(true, timeout)) {
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
    listener.take();
    CreateExchange.Answer answer = host.create(packet, timeout);
    if (answer == CreateExchange.Answer.REFUSED) {
      throw new LinkException("the module host could not create the module; its log says why");
    }
    if (answer == CreateExchange.Answer.HOST_LOST) {
      throw new LinkException("the module host went away while it created the module");
    }
    if (answer == CreateExchange.Answer.NONE) {
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
      while (!listener.isClosed()) {
        Request request = listener.next(POLL_MILLIS);
        if (request != null) {
          deliver(request);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Request request) {
    try {
      Message message = request.message();
      received.incrementAndGet();
      owner.published(message);
    } catch (WireException e) {
      listener.refuse(e.getMessage());
    } catch (RuntimeException e) {
      losses.warn("{}: a message that it published was lost in the gateway: {}", name, e);
    }
    listener.handled(request);
  }

  @Override
  public void receive(Message message) throws LinkException, InterruptedException {
    sender.send(message, settings.absence());
  }

  @Override
  public void checkSize(Message message) {
    sender.checkSize(message);
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    host.end();
    if (!host.isCreated() || !sender.isConnected()) {
      return !sender.isConnected();
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    sender.awaitEmpty(timeout);
    long left = Math.max(0, deadline - System.nanoTime());
    return host.destroy(Duration.ofNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(100))));
  }

  @Override
  public boolean connected() {
    return sender.isConnected();
  }

  @Override
  public LinkStatistics statistics() {
    return sender.statistics(received.get(), listener);
  }

  @Override
  public void close() {
    host.close();
    sender.close();
    listener.close();
    delivery.interrupt();
    Threads.join(delivery);
  }
}
