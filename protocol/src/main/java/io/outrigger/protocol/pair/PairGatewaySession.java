package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's end over {@code pair}: talks to the C gateway's module hosts, and to ours. Runs a
 * {@link GatewayMachine}: tells it what happens on the two channels, and sends what it wants to be
 * sent.
 *
 * <p>A host that is stopped isn't noticed, as nothing is acknowledged: its messages wait until it
 * goes on. A host that goes away, or says that it has no module, is sent CREATE and START when it
 * is there again; what was kept meanwhile follows.
 *
 * <p>The machine's lock isn't held while the owner hears that the host was lost or has returned,
 * which only the control channel's thread does.
 */
public final class PairGatewaySession implements GatewaySession {
  private static final Logger LOG = LoggerFactory.getLogger(PairGatewaySession.class);

  private final String name;
  private final PairSettings settings;
  private final Listener owner;
  private final PairCounters counters = new PairCounters();
  private final CountDownLatch started = new CountDownLatch(1);
  private final Outbox outbox;
  private final BoundedLog failures = new BoundedLog(LOG);

  // Null until it is open.
  private Messages messages;
  private volatile Control control;

  /** Guarded by itself; its events are notified. */
  private final GatewayMachine machine;

  /** What the owner is to be told of the present event, or null. Guarded by the machine. */
  private Runnable notification;

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
    machine = new GatewayMachine(settings.replyTimeout(), new Output());
  }

  @Override
  public void open() throws SessionException {
    PairAddress.check("control.id", settings.controlUrl());
    PairAddress.check("message.id", settings.messageUrl());
    try {
      // In the C gateway's order: a host has nobody to take its messages otherwise.
      messages = new Messages();
      control = new Control();
    } catch (RuntimeException e) {
      close();
      throw new SessionException(e.getMessage(), e);
    }
    outbox.start(messages);
    messages.start();
    control.start();
  }

  private PairConnection connect(String url) {
    return new ConnectingPair(url, settings.maxMessageBytes());
  }

  @Override
  public void awaitHost(Duration timeout) throws SessionException, InterruptedException {
    if (!control.connection.await(true, timeout)) {
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
    ControlStatus reply;
    synchronized (machine) {
      machine.create(new Create(settings.messageUrl(), configuration), timeout, PairTime.now());
      try {
        while (machine.isCreating()) {
          waitAndTick();
        }
      } finally {
        reply = machine.takeReply();
      }
      if (machine.isClosed()) {
        throw new SessionException(name + ": the session was closed");
      }
    }
    if (reply == null) {
      throw new SessionException(
          "the module host at "
              + settings.controlUrl()
              + " did not answer CREATE within "
              + timeout.toMillis()
              + " ms; its log may say why");
    }
    if (reply != ControlStatus.OK) {
      throw new SessionException(reason(reply));
    }
  }

  private String reason(ControlStatus status) {
    return switch (status) {
      case CONNECTION_ERROR ->
          "the module host can't open the message channel "
              + settings.messageUrl()
              + ": choose a message.id in a directory that both processes can write to";
      case CREATION_ERROR -> "the module host could not create the module; its log says why";
      default -> "the module host went away while it created the module";
    };
  }

  /** Waits for an event or the machine's next deadline; its lock is held. */
  private void waitAndTick() throws InterruptedException {
    long nanos = machine.deadline(messages.quietAt()) - PairTime.now();
    TimeUnit.NANOSECONDS.timedWait(machine, Math.max(1, nanos));
    machine.tick(PairTime.now(), messages.quietAt());
  }

  @Override
  public void start() {
    outbox.release();
    happen(machine::start);
    started.countDown();
  }

  /** Tells the machine of an event, and then the owner what came of it. */
  private void happen(LongConsumer event) {
    Runnable outcome;
    synchronized (machine) {
      event.accept(PairTime.now());
      outbox.open(machine.isOpen());
      machine.notifyAll();
      outcome = notification;
      notification = null;
    }
    if (outcome != null) {
      outcome.run();
    }
  }

  @Override
  public MessageSink sink() {
    return outbox;
  }

  @Override
  public boolean destroy(Duration timeout) throws InterruptedException {
    outbox.end();
    boolean emptying;
    synchronized (machine) {
      machine.destroy(timeout, PairTime.now());
      emptying = machine.isEmptying();
    }
    if (emptying) {
      outbox.awaitEmpty(timeout.toNanos());
    }
    synchronized (machine) {
      machine.emptied(PairTime.now(), messages.quietAt());
      while (machine.isEnding()) {
        waitAndTick();
      }
      return machine.isDestroyed();
    }
  }

  @Override
  public boolean isConnected() {
    return control != null && control.connection.isThere();
  }

  @Override
  public SessionStatistics statistics() {
    return counters.statistics(outbox.size());
  }

  @Override
  public void close() {
    happen(now -> machine.close());
    if (control != null) {
      control.close();
    }
    if (messages != null) {
      messages.close();
    }
    outbox.close();
  }

  /** What the machine wants; its lock is held. */
  private final class Output implements GatewayMachine.Output {
    @Override
    public boolean send(ControlPacket packet, long connection) {
      boolean sent = control.send(packet, connection);
      if (sent && packet instanceof Start) {
        messages.expectConnection();
      }
      return sent;
    }

    @Override
    public void messagesArrived() {
      counters.arrived();
    }

    @Override
    public void createFailed(ControlStatus status) {
      failures.warn("{}: {}; trying again", name, reason(status));
    }

    @Override
    public void hostLost(ControlStatus status) {
      String reason =
          status == null
              ? "its connection at " + settings.controlUrl() + " is gone"
              : "it has no module any longer: " + status;
      notification = () -> owner.hostLost(reason);
    }

    @Override
    public void hostReturned() {
      notification = owner::hostReturned;
    }
  }

  private final class Control extends ControlChannel {
    Control() {
      super(PairGatewaySession.this.name, connect(settings.controlUrl()), counters);
    }

    @Override
    void received(ControlPacket packet, long over) {
      if (packet instanceof Reply answer) {
        happen(now -> replied(answer.status(), now));
      } else {
        refuse(packet + ", which only a gateway sends");
      }
    }

    private void replied(ControlStatus status, long now) {
      if (!machine.replied(status, now, messages.quietAt())) {
        LOG.debug("{}: the host says {} unasked", name, status);
      }
    }

    @Override
    void connected() {
      happen(now -> machine.connected(connection.number(), now, messages.quietAt()));
    }

    @Override
    void disconnected() {
      happen(
          now -> {
            machine.disconnected(now);
            messages.broken();
          });
    }

    @Override
    void tick() {
      happen(now -> machine.tick(now, messages.quietAt()));
    }
  }

  /** What the host's module publishes. */
  private final class Messages extends MessageChannel {
    Messages() {
      super(PairGatewaySession.this.name, connect(settings.messageUrl()), counters);
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
      happen(now -> machine.messagesDisconnected());
    }
  }
}
