package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.PairTime.NEVER;

import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;

/**
 * The gateway's half of the conversation on the control channel, as a state machine: it creates,
 * starts and destroys the module, and creates it again when the host has lost it. Events come in
 * with the time, in nanoseconds of a clock that begins at 0 and doesn't go back; what is to be done
 * goes to an {@link Output}. It knows no sockets, threads or clocks.
 *
 * <p>Used by one thread at a time: its owner has a lock, and holds it while the output is called.
 *
 * <p>Some events come with {@code quietAt}: when the host will have sent no message for a while if
 * none comes; a time that is over when that is so now.
 */
final class GatewayMachine {
  /** How long a host that leaves has for its module's last messages. */
  private static final long LAST_MESSAGES_NANOS = Duration.ofSeconds(1).toNanos();

  /** When START or DESTROY found no room, it is sent again after this. */
  private static final long RETRY_NANOS = Duration.ofMillis(10).toNanos();

  /** Carries out what the machine decides. Must not call the machine. */
  interface Output {
    /** Sends a packet over this connection and no other, without a wait; whether it went out. */
    boolean send(ControlPacket packet, long connection);

    /** The host has taken every message that went out. */
    void messagesArrived();

    /** The host has lost the module and fails to create it; CREATE will be sent again. */
    void createFailed(ControlStatus status);

    /**
     * The host has lost the module.
     *
     * @param status of the REPLY that says so, or null if the connection is gone
     */
    void hostLost(ControlStatus status);

    /** A host has created the module again. */
    void hostReturned();
  }

  private enum Phase {
    /** No CREATE has been sent, or the host did not create the module. */
    NEW,
    /** The owner waits for the REPLY to CREATE. */
    CREATING,
    /** The host has the module. */
    CREATED,
    /** The host had the module and has it no longer. */
    LOST,
    /** The module is to be destroyed, and what is queued goes out before. */
    EMPTYING,
    /** DESTROY is to be sent, or was sent and the host still has the module. */
    DESTROYING,
    /** The module's last messages are read. */
    READING,
    /** The module is destroyed, or the time for that is over. */
    ENDED,
    CLOSED
  }

  private final long replyTimeoutNanos;
  private final Output output;

  private Phase phase = Phase.NEW;
  private Create create;
  private boolean started;

  /** START went out to the host that there is: it takes messages. */
  private boolean open;

  /** The control channel's connection; {@link PairConnection#NONE} if there is none. */
  private long connection = PairConnection.NONE;

  /** The connection over which CREATE went out last. */
  private long createConnection = PairConnection.NONE;

  /** The host's answer to the owner's CREATE, or null. */
  private ControlStatus reply;

  /** Until when the owner waits for the module to be created, or destroyed. */
  private long ownerWaitsUntil = NEVER;

  /** When the next packet may be sent: CREATE, START or DESTROY. */
  private long nextPacket = NEVER;

  /** Until when CREATE waits for the last messages of a host that has lost the module. */
  private long lastMessages = NEVER;

  /** It isn't quiet before that, as the host has said only now that it has no more to say. */
  private long notQuietBefore;

  /** The host has shown that it has destroyed the module. */
  private boolean destroyed;

  /** The host has said so, after it had handled everything. */
  private boolean detached;

  GatewayMachine(Duration replyTimeout, Output output) {
    replyTimeoutNanos = replyTimeout.toNanos();
    this.output = output;
  }

  /** The owner wants the module created within that time. */
  void create(Create packet, Duration timeout, long now) {
    if (phase != Phase.CLOSED) {
      phase = Phase.CREATING;
      create = packet;
      reply = null;
      createConnection = PairConnection.NONE;
      ownerWaitsUntil = now + timeout.toNanos();
      sendCreate(now);
    }
  }

  /**
   * Sends CREATE, unless it went out over this very connection: then it has arrived, and a C host
   * that gets it again while it creates the module tries to bind the message channel twice.
   */
  private void sendCreate(long now) {
    if (isCreateUnsent() && output.send(create, connection)) {
      createConnection = connection;
    }
    nextPacket = now + replyTimeoutNanos;
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

  /** Every module of the gateway is created, but maybe this one. May be repeated. */
  void start(long now) {
    started = true;
    if (phase == Phase.CREATED && !open) {
      sendStart(now);
    }
  }

  private void sendStart(long now) {
    open = output.send(new Start(), connection);
    nextPacket = now + RETRY_NANOS;
  }

  /** Whether the host takes messages. */
  boolean isOpen() {
    return open;
  }

  /**
   * The owner wants the module destroyed within that time. {@link #emptied} is to follow, when all
   * queued messages went out or that time is over.
   */
  void destroy(Duration timeout, long now) {
    if (phase != Phase.CLOSED) {
      destroyed = connection == PairConnection.NONE;
      ownerWaitsUntil = now + timeout.toNanos();
      phase = phase == Phase.CREATED ? Phase.EMPTYING : Phase.ENDED;
    }
  }

  /** Whether queued messages are to go out before DESTROY. */
  boolean isEmptying() {
    return phase == Phase.EMPTYING;
  }

  /** As many of the queued messages went out as the time allowed. */
  void emptied(long now, long quietAt) {
    if (phase == Phase.EMPTYING) {
      phase = Phase.DESTROYING;
      nextPacket = now;
      tick(now, quietAt);
    }
  }

  /** Whether the owner's wish to destroy the module has no result yet. */
  boolean isEnding() {
    return phase == Phase.EMPTYING || phase == Phase.DESTROYING || phase == Phase.READING;
  }

  /** Whether the host has shown that it has destroyed the module. */
  boolean isDestroyed() {
    return phase == Phase.ENDED && destroyed;
  }

  void close() {
    phase = Phase.CLOSED;
    open = false;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** The control channel has a connection. */
  void connected(long itsNumber, long now, long quietAt) {
    connection = itsNumber;
    if (isCreating()) {
      sendCreate(now);
    }
    tick(now, quietAt);
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
    destroyed |= isEnding();
  }

  /**
   * REPLY came.
   *
   * @return whether it was expected
   */
  boolean replied(ControlStatus status, long now, long quietAt) {
    boolean detach = status == ControlStatus.DETACH;
    if (detach) {
      notQuietBefore = now + PairTime.QUIET_NANOS;
    }
    switch (phase) {
      case CREATING -> repliedFirst(status, now);
      case CREATED -> {
        if (status != ControlStatus.OK) {
          lost(status, now);
        }
      }
      case LOST -> repliedAgain(status, now);
      case EMPTYING, DESTROYING, READING -> {
        detached |= detach;
        destroyed |= detach;
        tick(now, quietAt);
      }
      default -> {
        return phase == Phase.ENDED;
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
    open = false;
    createWhenQuiet(now);
    output.hostLost(status);
  }

  /** The host may be leaving: CREATE tells it that its last messages are taken. */
  private void createWhenQuiet(long now) {
    createConnection = PairConnection.NONE;
    nextPacket = now;
    lastMessages = now + LAST_MESSAGES_NANOS;
  }

  /** Time has passed. May be called at any time, and is to be called at its {@link #deadline}. */
  void tick(long now, long quietAt) {
    boolean due = now >= nextPacket;
    boolean quiet = now >= Math.max(quietAt, notQuietBefore);
    boolean late = now >= ownerWaitsUntil;
    boolean createsAgain = phase == Phase.LOST && (quiet || now >= lastMessages);
    if (isCreating() && late) {
      phase = Phase.NEW;
    } else if (due && isCreateUnsent() && (isCreating() || createsAgain)) {
      sendCreate(now);
    } else if (due && phase == Phase.CREATED && started && !open) {
      sendStart(now);
    } else if (phase == Phase.DESTROYING && (destroyed || late)) {
      phase = Phase.READING;
      if (detached) {
        output.messagesArrived();
      }
    } else if (due && phase == Phase.DESTROYING) {
      nextPacket = output.send(new Destroy(), connection) ? NEVER : now + RETRY_NANOS;
    }
    if (phase == Phase.READING && (quiet || late)) {
      phase = Phase.ENDED;
    }
  }

  /** When a {@link #tick} will do something if no other event comes. */
  long deadline(long quietAt) {
    long quiet = Math.max(quietAt, notQuietBefore);
    return switch (phase) {
      case CREATING ->
          isCreating() ? Math.min(isCreateUnsent() ? nextPacket : NEVER, ownerWaitsUntil) : NEVER;
      case CREATED -> started && !open ? nextPacket : NEVER;
      case LOST -> isCreateUnsent() ? Math.max(nextPacket, Math.min(quiet, lastMessages)) : NEVER;
      case DESTROYING -> Math.min(nextPacket, ownerWaitsUntil);
      case READING -> Math.min(quiet, ownerWaitsUntil);
      default -> NEVER;
    };
  }
}
