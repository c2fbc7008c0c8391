package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.protocol.GatewaySession.Listener;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link GatewayMachine}: tells it what happens on the two channels, and sends what it wants
 * to be sent.
 *
 * <p>The owner's calls come from its threads, the observer's from the control channel's. This
 * object's lock guards the machine. It isn't held while the owner is told that the host was lost or
 * has returned, which only the observer's calls bring about.
 */
final class GatewayDriver implements ControlChannel.Observer {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayDriver.class);

  private final String name;
  private final PairSettings settings;
  private final Listener owner;
  private final MessageChannel messages;
  private final BoundedLog failures = new BoundedLog(LOG);
  private ControlChannel control;
  private Outbox outbox;

  // Guarded by this.
  private final GatewayMachine machine;
  private Create create;

  /** What the owner is to be told of the present event, or null. */
  private Runnable notification;

  GatewayDriver(String name, PairSettings settings, Listener owner, MessageChannel messages) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    this.messages = messages;
    machine = new GatewayMachine(settings.replyTimeout(), new Actions());
  }

  /** Gives it what it sends through, before either is started. */
  void attach(ControlChannel control, Outbox outbox) {
    this.control = control;
    this.outbox = outbox;
  }

  /** See {@link io.outrigger.protocol.GatewaySession#create}. */
  synchronized void create(String configuration, Duration timeout)
      throws SessionException, InterruptedException {
    create = new Create(settings.messageUrl(), configuration);
    machine.create(timeout, System.nanoTime());
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
    long nanos = machine.nanosLeft(System.nanoTime(), messages.nanosUntilQuiet());
    wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    machine.tick(System.nanoTime(), messages.nanosUntilQuiet());
  }

  /** See {@link io.outrigger.protocol.GatewaySession#start}. */
  synchronized void start() {
    machine.start(System.nanoTime());
  }

  /** See {@link io.outrigger.protocol.GatewaySession#destroy}. */
  boolean destroy(Duration timeout) throws InterruptedException {
    boolean emptying;
    synchronized (this) {
      machine.destroy(timeout, System.nanoTime());
      emptying = machine.isEmptying();
    }
    if (emptying) {
      outbox.awaitEmpty(timeout.toNanos());
    }
    synchronized (this) {
      machine.emptied(System.nanoTime(), messages.nanosUntilQuiet());
      while (machine.isEnding()) {
        waitAndTick();
      }
      return machine.isDestroyed();
    }
  }

  synchronized void close() {
    machine.close();
    notifyAll();
  }

  @Override
  public void received(ControlPacket packet, long connection) {
    if (!(packet instanceof Reply answer)) {
      control.refuse(packet + ", which only a gateway sends");
      return;
    }
    happen(
        () -> {
          if (!machine.replied(answer.status(), System.nanoTime(), messages.nanosUntilQuiet())) {
            LOG.debug("{}: the host says {} unasked", name, answer.status());
          }
        });
  }

  @Override
  public void connected() {
    happen(
        () ->
            machine.connected(control.connection(), System.nanoTime(), messages.nanosUntilQuiet()));
  }

  @Override
  public void disconnected() {
    happen(
        () -> {
          machine.disconnected(System.nanoTime());
          messages.broken();
        });
  }

  @Override
  public void tick() {
    outbox.tick();
    happen(() -> machine.tick(System.nanoTime(), messages.nanosUntilQuiet()));
  }

  /** The message channel's connection is gone. On that channel's thread. */
  synchronized void messagesDisconnected() {
    machine.messagesDisconnected();
    notifyAll();
  }

  /** Tells the machine of an event, and then the owner what came of it. */
  private void happen(Runnable event) {
    Runnable outcome;
    synchronized (this) {
      event.run();
      notifyAll();
      outcome = notification;
      notification = null;
    }
    if (outcome != null) {
      outcome.run();
    }
  }

  /** What the machine has done, with the lock held. */
  private final class Actions implements GatewayOutput {
    @Override
    public boolean sendCreate(long connection) {
      return control.send(create, connection);
    }

    @Override
    public void sendStart() {
      control.send(new Start());
    }

    @Override
    public boolean sendDestroy() {
      return control.send(new Destroy());
    }

    @Override
    public void openQueue(boolean open) {
      outbox.open(open);
    }

    @Override
    public void messagesArrived() {
      messages.arrived();
    }

    @Override
    public void checkMessageChannel() {
      messages.warnIfUnconnected(settings.messageUrl());
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
}
