package io.outrigger.protocol.pair;

import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
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
public final class PairGatewaySession implements GatewaySession {
  private static final Logger LOG = LoggerFactory.getLogger(PairGatewaySession.class);

  private final String name;
  private final PairSettings settings;
  private final Listener owner;
  private final PairCounters counters = new PairCounters();
  private final CountDownLatch started = new CountDownLatch(1);
  private final Outbox outbox;

  // Null until it is open.
  private MessageChannel messages;
  private volatile GatewayDriver driver;

  /**
   * Makes a session, which isn't open yet.
   *
   * @param name of the module, for threads and log lines
   * @param waiting bounds what waits to be sent, beside the window
   */
  public PairGatewaySession(
      PairSettings settings, String name, QueueBound waiting, Listener owner) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    outbox = new Outbox(name, settings, waiting, counters);
  }

  @Override
  public void open() throws SessionException {
    check("control.id", settings.controlUrl());
    check("message.id", settings.messageUrl());
    try {
      connect();
    } catch (RuntimeException e) {
      close();
      throw new SessionException(e.getMessage(), e);
    }
  }

  private void connect() {
    // In the C gateway's order: a host has nobody to take its messages otherwise.
    messages = new Messages();
    driver = new GatewayDriver(name, settings, counters, owner, messages, outbox);
    outbox.start(messages);
    messages.start();
    driver.start();
  }

  private static void check(String key, String url) throws SessionException {
    var problem = EndpointUrl.problem(url);
    if (problem.isPresent()) {
      throw new SessionException(key + ": " + problem.get());
    }
  }

  @Override
  public void awaitHost(Duration timeout) throws SessionException, InterruptedException {
    if (!driver.connection.await(true, timeout)) {
      throw new SessionException(
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
      throws SessionException, InterruptedException {
    driver.create(configuration, timeout);
  }

  @Override
  public void start() {
    outbox.release();
    driver.startModule();
    started.countDown();
  }

  @Override
  public MessageSink sink() {
    return outbox;
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    outbox.end();
    return driver.destroy(timeout);
  }

  @Override
  public boolean isConnected() {
    GatewayDriver open = driver;
    return open != null && open.connection.isThere();
  }

  @Override
  public SessionStatistics statistics() {
    return counters.statistics(outbox.size());
  }

  @Override
  public void close() {
    if (driver != null) {
      driver.close();
    }
    if (messages != null) {
      messages.close();
    }
    outbox.close();
  }

  /** What the host's module publishes. */
  private final class Messages extends MessageChannel {
    Messages() {
      super(
          PairGatewaySession.this.name,
          new ConnectingPair(settings.messageUrl(), settings.maxMessageBytes()),
          counters);
    }

    @Override
    void received(Message message) throws InterruptedException {
      started.await();
      counters.received();
      try {
        owner.published(message);
      } catch (RuntimeException e) {
        LOG.error("{}: a published message was lost in the gateway", name, e);
      }
    }

    @Override
    void disconnected() {
      super.disconnected();
      driver.messagesDisconnected();
    }
  }
}
