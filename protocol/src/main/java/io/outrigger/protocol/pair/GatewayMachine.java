package io.outrigger.protocol.pair;

import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;

/**
 * The gateway's half of the conversation on the control channel, as a state machine: it creates,
 * starts and destroys the module, and creates it again when the host has lost it. Events come in
 * with the time, in nanoseconds of any clock that doesn't go back; what is to be done goes to an
 * {@link GatewayOutput}. It knows no sockets, threads or clocks.
 *
 * <p>Used by one thread at a time: its owner has a lock, and holds it while the output is called.
 *
 * <p>Some events come with {@code quietNanos}: in how many nanoseconds the host will have sent no
 * message for a while if none comes, 0 when that is so now.
 */
final class GatewayMachine {
  /** How long a host that leaves has for its module's last messages. */
  private static final Duration LAST_MESSAGES = Duration.ofSeconds(1);

  private enum Phase {
    /** No CREATE has been sent, or the host did not create the module. */
    NEW,
    /** The owner waits for the REPLY to CREATE. */
    CREATING,
    /** The host has the module. */
    CREATED,
    /** The host had the module and has it no longer. */
    LOST,
    /** The owner wants the module destroyed. */
    ENDING,
    CLOSED
  }

  private final Duration replyTimeout;
  private final GatewayOutput output;

  private Phase phase = Phase.NEW;
  private boolean started;

  /** The control channel's connection; {@link PairConnection#NONE} if there is none. */
  private long connection = PairConnection.NONE;

  /** The connection over which CREATE went out last. */
  private long createConnection = PairConnection.NONE;

  /** The host's answer to the owner's CREATE, or null. */
  private ControlStatus reply;

  /** Until when the owner waits for the module to be created. */
  private Deadline createdBy = Deadline.NEVER;

  /** When CREATE may be sent next. */
  private Deadline nextCreate = Deadline.NEVER;

  /** Until when CREATE waits for the last messages of a host that has lost the module. */
  private Deadline lastMessages = Deadline.NEVER;

  private final QuietPeriod quiet = new QuietPeriod();

  private final UnconnectedCheck unconnected = new UnconnectedCheck();

  /** Not null in {@link Phase#ENDING}. */
  private ModuleEnd end;

  GatewayMachine(Duration replyTimeout, GatewayOutput output) {
    this.replyTimeout = replyTimeout;
    this.output = output;
  }

  /** The owner wants the module created within that time. */
  void create(Duration timeout, long now) {
    if (phase != Phase.CLOSED) {
      phase = Phase.CREATING;
      reply = null;
      createConnection = PairConnection.NONE;
      createdBy = Deadline.after(now, timeout);
      sendCreate(now);
    }
  }

  /**
   * Sends CREATE, unless it went out over this very connection: then it has arrived, and a C host
   * that gets it again while it creates the module tries to bind the message channel twice.
   */
  private void sendCreate(long now) {
    if (isCreateUnsent() && output.sendCreate(connection)) {
      createConnection = connection;
    }
    nextCreate = Deadline.after(now, replyTimeout);
  }

  private boolean isCreateUnsent() {
    return connection != PairConnection.NONE && connection != createConnection;
  }

  /** Whether the owner's CREATE has no result yet. */
  boolean isCreating() {
    return phase == Phase.CREATING && reply == null;
  }

  /** Ends the owner's CREATE; the host's answer, or null if none came or the machine is closed. */
  ControlStatus takeReply() {
    if (phase == Phase.CREATING) {
      phase = reply == ControlStatus.OK ? Phase.CREATED : Phase.NEW;
    }
    return phase == Phase.CLOSED ? null : reply;
  }

  /** Every module of the gateway is created. */
  void start(long now) {
    started = true;
    if (phase == Phase.CREATED) {
      sendStart(now);
    }
  }

  private void sendStart(long now) {
    output.sendStart();
    unconnected.started(now);
    output.openQueue(true);
  }

  /**
   * The owner wants the module destroyed within that time. {@link #emptied} is to follow, when all
   * queued messages went out or that time is over.
   */
  void destroy(Duration timeout, long now) {
    if (phase != Phase.CLOSED) {
      boolean connected = connection != PairConnection.NONE;
      boolean hasModule = phase == Phase.CREATED && connected;
      end = new ModuleEnd(output, hasModule, !connected, Deadline.after(now, timeout));
      phase = Phase.ENDING;
    }
  }

  /** Whether queued messages are to go out before DESTROY. */
  boolean isEmptying() {
    return phase == Phase.ENDING && end.isEmptying();
  }

  /** As many of the queued messages went out as the time allowed. */
  void emptied(long now, long quietNanos) {
    if (phase == Phase.ENDING) {
      end.emptied(now, quiet.nanosLeft(now, quietNanos));
    }
  }

  /** Whether the owner's wish to destroy the module has no result yet. */
  boolean isEnding() {
    return phase == Phase.ENDING && !end.isOver();
  }

  /** Whether the host has shown that it has destroyed the module. */
  boolean isDestroyed() {
    return phase == Phase.ENDING && end.isDestroyed();
  }

  void close() {
    phase = Phase.CLOSED;
    output.openQueue(false);
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** The control channel has a connection. */
  void connected(long itsNumber, long now, long quietNanos) {
    connection = itsNumber;
    if (isCreating()) {
      sendCreate(now);
    }
    tick(now, quietNanos);
  }

  /** The control channel's connection is gone. */
  void disconnected(long now) {
    connection = PairConnection.NONE;
    if (phase == Phase.CREATING) {
      reply = ControlStatus.DETACH;
    } else if (phase == Phase.CREATED) {
      lost(null, now);
    } else {
      messagesDisconnected();
    }
  }

  /** The message channel's connection is gone: a C host does that when it destroys its module. */
  void messagesDisconnected() {
    if (phase == Phase.ENDING) {
      end.disconnected();
    }
  }

  /**
   * REPLY came.
   *
   * @return whether it was expected
   */
  boolean replied(ControlStatus status, long now, long quietNanos) {
    if (status == ControlStatus.DETACH) {
      quiet.begin(now);
    }
    switch (phase) {
      case CREATING -> repliedFirst(status, now);
      case CREATED -> {
        if (status != ControlStatus.OK) {
          lost(status, now);
        }
      }
      case LOST -> repliedAgain(status, now);
      case ENDING -> {
        if (status == ControlStatus.DETACH) {
          end.detached(now, quiet.nanosLeft(now, quietNanos));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void repliedFirst(ControlStatus status, long now) {
    if (status != ControlStatus.DETACH) {
      reply = status;
    } else if (reply == null) {
      // The host waits for a CREATE.
      createConnection = PairConnection.NONE;
      sendCreate(now);
    }
  }

  private void repliedAgain(ControlStatus status, long now) {
    if (status == ControlStatus.DETACH) {
      createWhenQuiet(now);
    } else if (status != ControlStatus.OK) {
      output.createFailed(status);
      createConnection = PairConnection.NONE;
    } else {
      phase = Phase.CREATED;
      if (started) {
        sendStart(now);
      }
      output.hostReturned();
    }
  }

  private void lost(ControlStatus status, long now) {
    phase = Phase.LOST;
    output.openQueue(false);
    createWhenQuiet(now);
    output.hostLost(status);
  }

  /** The host may be leaving: CREATE tells it that its last messages are taken. */
  private void createWhenQuiet(long now) {
    createConnection = PairConnection.NONE;
    nextCreate = Deadline.after(now, 0);
    lastMessages = Deadline.after(now, LAST_MESSAGES);
  }

  /** Time has passed. May be called at any time, and is to be called after {@link #nanosLeft}. */
  void tick(long now, long quietNanos) {
    switch (phase) {
      case CREATING -> {
        if (isCreating() && createdBy.isOver(now)) {
          phase = Phase.NEW;
        } else if (isCreating() && nextCreate.isOver(now)) {
          sendCreate(now);
        }
      }
      case CREATED -> {
        if (unconnected.isDue(now)) {
          output.checkMessageChannel();
        }
      }
      case LOST -> {
        boolean mayCreate = quiet.nanosLeft(now, quietNanos) == 0 || lastMessages.isOver(now);
        if (connection != PairConnection.NONE && nextCreate.isOver(now) && mayCreate) {
          sendCreate(now);
        }
      }
      case ENDING -> end.tick(now, quiet.nanosLeft(now, quietNanos));
      default -> {
        // Nothing is due.
      }
    }
  }

  /** In how many nanoseconds a {@link #tick} will do something if no other event comes. */
  long nanosLeft(long now, long quietNanos) {
    return switch (phase) {
      case CREATING -> {
        long create = isCreateUnsent() ? nextCreate.nanosLeft(now) : Long.MAX_VALUE;
        yield isCreating() ? Math.min(create, createdBy.nanosLeft(now)) : Long.MAX_VALUE;
      }
      case CREATED -> unconnected.nanosLeft(now);
      case LOST -> {
        long last = Math.min(quiet.nanosLeft(now, quietNanos), lastMessages.nanosLeft(now));
        yield isCreateUnsent() ? Math.max(nextCreate.nanosLeft(now), last) : Long.MAX_VALUE;
      }
      case ENDING -> end.nanosLeft(now, quiet.nanosLeft(now, quietNanos));
      default -> Long.MAX_VALUE;
    };
  }
}
