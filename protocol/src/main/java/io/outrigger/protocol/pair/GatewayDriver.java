package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.protocol.GatewaySession.Listener;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link GatewayMachine}: tells it what happens on the two channels, and sends what it wants
 * to be sent. It is the gateway's control channel.
 *
 * <p>The owner's calls come from its threads, the channel's own from its thread. This object's lock
 * guards the machine. It isn't held while the owner is told that the host was lost or has returned,
 * which only the channel's thread does.
 */
final class GatewayDriver extends ControlChannel implements GatewayMachine.Output {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayDriver.class);

  private final PairSettings settings;
  private final PairCounters counters;
  private final Listener owner;
  private final MessageChannel messages;
  private final Outbox outbox;
  private final BoundedLog failures = new BoundedLog(LOG);

  // Guarded by this.
  private final GatewayMachine machine;

  /** What the owner is to be told of the present event, or null. */
  private Runnable notification;

  GatewayDriver(
      String name,
      PairSettings settings,
      PairCounters counters,
      Listener owner,
      MessageChannel messages,
      Outbox outbox) {
    super(name, new ConnectingPair(settings.controlUrl(), settings.maxMessageBytes()), counters);
    this.settings = settings;
    this.counters = counters;
    this.owner = owner;
    this.messages = messages;
    this.outbox = outbox;
    machine = new GatewayMachine(settings.replyTimeout(), this);
  }

  /** See {@link io.outrigger.protocol.GatewaySession#create}. */
  synchronized void create(String configuration, Duration timeout)
      throws SessionException, InterruptedException {
    machine.create(new Create(settings.messageUrl(), configuration), timeout, PairTime.now());
    ControlStatus reply;
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

  /** Waits for an event or the machine's next deadline. */
  private void waitAndTick() throws InterruptedException {
    long nanos = machine.deadline(messages.quietAt()) - PairTime.now();
    TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, nanos));
    machine.tick(PairTime.now(), messages.quietAt());
  }

  /** See {@link io.outrigger.protocol.GatewaySession#start}. */
  void startModule() {
    happen(machine::start);
  }

  /** See {@link io.outrigger.protocol.GatewaySession#destroy}. */
  boolean destroy(Duration timeout) throws InterruptedException {
    boolean emptying;
    synchronized (this) {
      machine.destroy(timeout, PairTime.now());
      emptying = machine.isEmptying();
    }
    if (emptying) {
      outbox.awaitEmpty(timeout.toNanos());
    }
    synchronized (this) {
      machine.emptied(PairTime.now(), messages.quietAt());
      while (machine.isEnding()) {
        waitAndTick();
      }
      return machine.isDestroyed();
    }
  }

  @Override
  void received(ControlPacket packet, long over) {
    if (!(packet instanceof Reply answer)) {
      refuse(packet + ", which only a gateway sends");
      return;
    }
    happen(
        now -> {
          if (!machine.replied(answer.status(), now, messages.quietAt())) {
            LOG.debug("{}: the host says {} unasked", name, answer.status());
          }
        });
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

  /** The message channel's connection is gone. On that channel's thread. */
  synchronized void messagesDisconnected() {
    machine.messagesDisconnected();
    notifyAll();
  }

  /** Tells the machine of an event, and then the owner what came of it. */
  private void happen(LongConsumer event) {
    Runnable outcome;
    synchronized (this) {
      event.accept(PairTime.now());
      outbox.open(machine.isOpen());
      notifyAll();
      outcome = notification;
      notification = null;
    }
    if (outcome != null) {
      outcome.run();
    }
  }

  @Override
  public boolean send(ControlPacket packet, long over) {
    boolean sent = super.send(packet, over);
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

  @Override
  public void close() {
    happen(now -> machine.close());
    super.close();
  }
}
