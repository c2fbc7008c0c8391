package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.socket.EndpointUrl;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's end over {@code pair}: talks to the C gateway's module hosts, and to ours.
 *
 * <p>A host that is stopped isn't noticed, as nothing is acknowledged: its messages wait until it
 * goes on. A host that goes away, or says that it has no module, is sent CREATE and START when it
 * is there again; what was kept meanwhile follows.
 */
public final class PairGatewayLink implements GatewayLink {
  private static final Logger LOG = LoggerFactory.getLogger(PairGatewayLink.class);

  private final String name;
  private final PairSettings settings;
  private final Listener owner;
  private final PairCounters counters = new PairCounters();
  private final CountDownLatch started = new CountDownLatch(1);
  private final MessageChannel messages;
  private final ControlChannel control;
  private final Outbox outbox;
  private final GatewayDriver driver;

  private PairGatewayLink(PairSettings settings, String name, Listener owner) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    // In the C gateway's order: a host has nobody to take its messages otherwise.
    messages =
        MessageChannel.connect(
            name, settings.messageUrl(), settings.maxMessageBytes(), counters, new Incoming());
    try {
      driver = new GatewayDriver(name, settings, owner, messages);
      control = ControlChannel.connect(name, settings.controlUrl(), counters, driver);
    } catch (RuntimeException e) {
      messages.close();
      throw e;
    }
    outbox = new Outbox(name, messages, settings, counters);
    driver.attach(control, outbox);
    messages.start();
    control.start();
  }

  /**
   * Connects to the host, which need not be there yet.
   *
   * @param name of the module, for threads and log lines
   * @throws LinkException if an address is wrong
   */
  public static PairGatewayLink open(PairSettings settings, String name, Listener owner)
      throws LinkException {
    check("control.id", settings.controlUrl());
    check("message.id", settings.messageUrl());
    try {
      return new PairGatewayLink(settings, name, owner);
    } catch (RuntimeException e) {
      throw new LinkException(e.getMessage(), e);
    }
  }

  private static void check(String key, String url) throws LinkException {
    var problem = EndpointUrl.problem(url);
    if (problem.isPresent()) {
      throw new LinkException(key + ": " + problem.get());
    }
  }

  @Override
  public void awaitHost(Duration timeout) throws LinkException, InterruptedException {
    if (!control.awaitConnected(true, timeout)) {
      throw new LinkException(
          "no module host listens at "
              + settings.controlUrl()
              + " after "
              + timeout.toMillis()
              + " ms: start it with the same control.id, in a directory from which that path is the"
              + " same");
    }
  }

  @Override
  public void create(String configuration, Duration timeout)
      throws LinkException, InterruptedException {
    driver.create(configuration, timeout);
  }

  @Override
  public void start() {
    driver.start();
    started.countDown();
  }

  @Override
  public void receive(Message message) throws LinkException, InterruptedException {
    outbox.put(message, MessageChannel.checkedSize(message, settings.maxMessageBytes()));
  }

  @Override
  public boolean tryReceive(Message message) {
    return outbox.offer(message, MessageChannel.checkedSize(message, settings.maxMessageBytes()));
  }

  @Override
  public void awaitRoom(long size, long nanos) {
    outbox.awaitRoom(nanos);
  }

  @Override
  public void checkSize(Message message) throws MessageTooLargeException {
    MessageChannel.checkedSize(message, settings.maxMessageBytes());
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    return driver.destroy(timeout);
  }

  @Override
  public boolean connected() {
    return control.isConnected();
  }

  @Override
  public LinkStatistics statistics() {
    return counters.statistics(outbox.size());
  }

  @Override
  public void close() {
    driver.close();
    control.close();
    messages.close();
    outbox.close();
  }

  /** What the host's module publishes. */
  private final class Incoming implements MessageChannel.Receiver {
    @Override
    public void received(Message message) throws InterruptedException {
      started.await();
      counters.received();
      try {
        owner.published(message);
      } catch (RuntimeException e) {
        LOG.error("{}: a published message was lost in the gateway", name, e);
      }
    }

    @Override
    public void disconnected() {
      driver.messagesDisconnected();
    }
  }
}
