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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway knows of the module in its host, and what it says to it on the control channel.
 *
 * <p>The owner's calls come from its threads, the observer's from the control channel's. All state
 * is guarded by this object's lock, which isn't held while the owner is told.
 */
final class RemoteModule implements ControlChannel.Observer {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteModule.class);

  /** How long a host that leaves has for its module's last messages. */
  private static final Duration LAST_MESSAGES = Duration.ofSeconds(1);

  private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(10);

  private static final long NO_CONNECTION = -1;

  private enum Phase {
    /** CREATE has not been sent. */
    NEW,
    /** The owner waits for its REPLY. */
    CREATING,
    /** The host has the module. */
    CREATED,
    /** The host had the module and hasn't any longer. */
    LOST,
    /** DESTROY is to be sent, or was. */
    ENDING,
    CLOSED
  }

  private final String name;
  private final PairSettings settings;
  private final Listener owner;
  private final MessageChannel messages;
  private final BoundedLog failures = new BoundedLog(LOG);
  private final UnconnectedWarning unconnected;
  private ControlChannel control;
  private Outbox outbox;

  // Guarded by this.
  private Phase phase = Phase.NEW;
  private Create create;
  private boolean started;

  /** The host's answer to the owner's CREATE, or null. */
  private ControlStatus reply;

  /** The connection by which CREATE went out last. */
  private long createdBy = NO_CONNECTION;

  /** When CREATE may be sent again to a host that has lost the module. */
  private Deadline nextCreate = Deadline.NEVER;

  /** Until when it isn't, as long as messages still come. */
  private Deadline lastMessages = Deadline.NEVER;

  /** The host has shown that it has destroyed the module. */
  private boolean letGo;

  /** The host has said so, after it had handled everything. */
  private boolean detached;

  RemoteModule(String name, PairSettings settings, Listener owner, MessageChannel messages) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    this.messages = messages;
    unconnected = new UnconnectedWarning(name, settings.messageUrl(), messages);
  }

  /** Gives it what it speaks through, before either is started. */
  void attach(ControlChannel control, Outbox outbox) {
    this.control = control;
    this.outbox = outbox;
  }

  /** See {@link io.outrigger.protocol.GatewaySession#create}. */
  synchronized void create(String configuration, Duration timeout)
      throws SessionException, InterruptedException {
    create = new Create(settings.messageUrl(), configuration);
    phase = Phase.CREATING;
    reply = null;
    Deadline deadline = Deadline.in(timeout);
    createdBy = NO_CONNECTION;
    while (reply == null) {
      if (phase == Phase.CLOSED) {
        throw new SessionException(name + ": the link was closed");
      }
      if (deadline.isOver()) {
        throw new SessionException(
            "the module host at "
                + settings.controlUrl()
                + " did not answer CREATE within "
                + timeout.toMillis()
                + " ms; its log may say why");
      }
      sendCreate();
      waitFor(min(settings.replyTimeout(), deadline.timeLeft()));
    }
    if (reply != ControlStatus.OK) {
      throw new SessionException(reason(reply));
    }
    phase = Phase.CREATED;
  }

  /**
   * Sends CREATE, unless it went out by this very connection: then it has arrived, and a C host
   * that gets it again while it creates the module tries to bind the message channel twice.
   */
  private void sendCreate() {
    long connection = control.connection();
    if (connection != createdBy && control.send(create, connection)) {
      createdBy = connection;
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

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Waits for a notification, for so long at most. */
  private void waitFor(Duration time) throws InterruptedException {
    wait(Math.max(1, time.toMillis()));
  }

  /** See {@link io.outrigger.protocol.GatewaySession#start}. */
  synchronized void start() {
    started = true;
    if (phase == Phase.CREATED) {
      sendStart();
    }
  }

  private void sendStart() {
    control.send(new Start());
    unconnected.started();
    outbox.open(true);
  }

  /** See {@link io.outrigger.protocol.GatewaySession#destroy}. */
  boolean destroy(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    synchronized (this) {
      boolean there = phase == Phase.CREATED;
      phase = Phase.ENDING;
      if (!there || !control.isConnected()) {
        return !control.isConnected();
      }
    }
    outbox.awaitEmpty(deadline.timeLeft());
    synchronized (this) {
      while (!letGo && !deadline.isOver() && !control.send(new Destroy())) {
        waitFor(BEFORE_NEXT_TRY); // and so lets the control channel tell that the host is gone
      }
      while (!letGo && !deadline.isOver()) {
        waitFor(deadline.timeLeft());
      }
    }
    return awaitLastMessages(deadline);
  }

  private synchronized boolean awaitLastMessages(Deadline deadline) throws InterruptedException {
    if (detached) {
      messages.arrived();
    }
    long nanos = messages.nanosUntilQuiet();
    while (nanos > 0 && !deadline.isOver()) {
      waitFor(min(Duration.ofNanos(nanos), deadline.timeLeft()));
      nanos = messages.nanosUntilQuiet();
    }
    return letGo;
  }

  synchronized void close() {
    phase = Phase.CLOSED;
    outbox.open(false);
    notifyAll();
  }

  @Override
  public void received(ControlPacket packet, long connection) {
    if (!(packet instanceof Reply answer)) {
      control.refuse(packet + ", which only a gateway sends");
      return;
    }
    ControlStatus status = answer.status();
    switch (phase()) {
      case CREATING -> replied(status);
      case CREATED -> {
        if (status != ControlStatus.OK) {
          lost("it has no module any longer: " + status);
        }
      }
      case LOST -> repliedAgain(status);
      case ENDING -> {
        if (status == ControlStatus.DETACH) {
          detached();
        }
      }
      default -> LOG.debug("{}: the host says {} unasked", name, status);
    }
  }

  private synchronized Phase phase() {
    return phase;
  }

  private synchronized void replied(ControlStatus status) {
    // A host that says DETACH now has waited for CREATE: it goes out again.
    if (phase == Phase.CREATING && status == ControlStatus.DETACH) {
      createdBy = NO_CONNECTION;
    } else if (phase == Phase.CREATING) {
      reply = status;
    }
    notifyAll();
  }

  private void repliedAgain(ControlStatus status) {
    synchronized (this) {
      if (phase != Phase.LOST) {
        return;
      }
      if (status == ControlStatus.DETACH) {
        createWhenQuiet();
        return;
      }
      if (status != ControlStatus.OK) {
        failures.warn("{}: {}; trying again", name, reason(status));
        createdBy = NO_CONNECTION;
        return;
      }
      phase = Phase.CREATED;
      if (started) {
        sendStart();
      }
    }
    owner.hostReturned();
  }

  private synchronized void detached() {
    detached = true;
    letGo = true;
    notifyAll();
  }

  private void lost(String reason) {
    synchronized (this) {
      if (phase != Phase.CREATED) {
        return;
      }
      phase = Phase.LOST;
      outbox.open(false);
      createWhenQuiet();
    }
    owner.hostLost(reason);
  }

  /** The host may be leaving: CREATE tells it that its last messages are taken. */
  private void createWhenQuiet() {
    createdBy = NO_CONNECTION;
    nextCreate = Deadline.in(Duration.ZERO);
    lastMessages = Deadline.in(LAST_MESSAGES);
  }

  @Override
  public synchronized void connected() {
    notifyAll();
    tick();
  }

  @Override
  public void disconnected() {
    synchronized (this) {
      if (phase == Phase.CREATING) {
        reply = ControlStatus.DETACH;
      }
      letGo |= phase == Phase.ENDING;
      notifyAll();
    }
    messages.broken();
    lost("its connection at " + settings.controlUrl() + " is gone");
  }

  /** The message channel's connection is gone: a C host does that when it destroys its module. */
  synchronized void messagesDisconnected() {
    if (phase == Phase.ENDING) {
      letGo = true;
      notifyAll();
    }
  }

  /**
   * Sends CREATE to a host that has lost the module, every so often until it answers; and warns if
   * one that has it can't be reached.
   */
  @Override
  public synchronized void tick() {
    if (phase == Phase.LOST
        && control.isConnected()
        && nextCreate.isOver()
        && (messages.nanosUntilQuiet() == 0 || lastMessages.isOver())) {
      sendCreate();
      nextCreate = Deadline.in(settings.replyTimeout());
    }
    if (phase == Phase.CREATED) {
      unconnected.tick();
    }
  }
}
