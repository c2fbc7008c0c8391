package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
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
  private final CreateExchange exchange = new CreateExchange();
  private final CountDownLatch started = new CountDownLatch(1);
  private final Thread delivery;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong undelivered = new AtomicLong();

  /** Whether the host has the module, as far as this side knows. */
  private volatile boolean created;

  private volatile boolean ending;

  private ReqRepGatewayLink(ReqRepSettings settings, String name, Listener owner) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    listener = new RequestListener(name, settings, EnumSet.of(PacketType.MESSAGE_PUBLISH));
    try {
      sender = new RequestSender(name, settings, new HostWatch());
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
    delivery = new Thread(this::deliver, "delivery of " + name);
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
    exchange.begin();
    exchange.sent(sender.send(packet));
    CreateExchange.Answer answer = exchange.await(timeout);
    switch (answer) {
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
      Message message = MessageDecoder.decode(request.data(), 0, request.data().length);
      received.incrementAndGet();
      owner.published(message);
    } catch (WireException e) {
      listener.refuse(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{}: a published message was lost in the gateway", name, e);
    }
    listener.handled(request);
  }

  @Override
  public void receive(Message message) throws LinkException, InterruptedException {
    if (created && !sender.isConnected()) {
      undelivered.incrementAndGet();
      throw new LinkException(name + ": its module host is gone");
    }
    sender.send(PacketType.MESSAGE_RECEIVE, message);
    sent.incrementAndGet();
  }

  @Override
  public void checkSize(Message message) {
    sender.checkSize(message);
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    ending = true;
    if (!created || !sender.isConnected()) {
      return !sender.isConnected();
    }
    try {
      sender.send(Packet.destroy());
    } catch (LinkException e) {
      LOG.debug("{}: DESTROY was not sent", name, e);
      return false;
    }
    return sender.awaitConnected(false, timeout);
  }

  @Override
  public boolean connected() {
    return sender.isConnected();
  }

  @Override
  public LinkStatistics statistics() {
    long delivered = sent.get();
    long lost = undelivered.get();
    return new LinkStatistics(
        delivered + lost, delivered, 0, lost, 0, received.get(), 0, listener.refused());
  }

  @Override
  public void close() {
    ending = true;
    exchange.hostLost();
    sender.close();
    listener.close();
    delivery.interrupt();
    Threads.join(delivery);
  }

  /** Takes the CREATE_REPLY, and tells the owner of a host that goes. */
  private final class HostWatch implements RequestSender.Observer {
    @Override
    public void replied(int id, byte[] body) {
      if (body.length == 0) {
        return;
      }
      try {
        exchange.replied(id, Packet.decodeCreateReply(body));
      } catch (WireException e) {
        listener.refuse("a reply: " + e.getMessage());
      }
    }

    @Override
    public void connected() {
      LOG.debug("{}: a module host listens at {}", name, settings.remoteUrl());
    }

    @Override
    public void disconnected() {
      exchange.hostLost();
      if (created && !ending) {
        owner.hostLost("its connection at " + settings.remoteUrl() + " is gone");
      }
    }
  }
}
