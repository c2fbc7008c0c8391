package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.PairTime.NEVER;

import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;

/**
 * The host's half of the conversation on the control channel, as a state machine: it has the module
 * created, started and destroyed as the gateway says, and ends when that is due. Events come in
 * with the time, in nanoseconds of a clock that begins at 0 and doesn't go back. It knows no
 * sockets, threads or clocks. Used by one thread.
 *
 * <p>{@link #phase} says what to do next: its owner carries that out and says so with {@link #done}
 * before any other event. REPLY, which takes no time, goes to an {@link Output}.
 *
 * <p>Events go before messages. So those that end a module only note it, and it ends when the
 * messages that came before are handled ({@link #idle}).
 */
final class HostMachine {
  /**
   * The grace period of each step of an end: for the gateway's last messages, for the module's, and
   * for the gateway to go.
   */
  static final long GRACE_NANOS = Duration.ofSeconds(2).toNanos();

  /** To be asked twice makes a gateway send CREATE twice, and the module start over. */
  private static final long LONGEST_ANSWER_NANOS = Duration.ofSeconds(3).toNanos();

  /** Tells the gateway what the machine decides. Must not call the machine. */
  interface Output {
    /** Sends REPLY over this connection and no other, without a wait; whether it went out. */
    boolean reply(ControlStatus status, long connection);

    /** The gateway has taken every message that went out. */
    void messagesArrived();

    /** Asks for CREATE over this connection and no other; returns the one that came last. */
    long askForCreate(long connection);
  }

  private final PairHostSettings settings;
  private final Output output;
  private HostPhase phase = HostPhase.NONE;

  /** A gateway is there. */
  private boolean there;

  /** The connection over which it is there. */
  private long connection;

  /** When it is asked for CREATE. */
  private long askAt = NEVER;

  /** When there has been no gateway for too long. */
  private long orphanedAt;

  /** The CREATE of the module that is there, or is being created; null without one. */
  private Asked asked;

  /** The CREATE of the module that follows it, or null. */
  private Asked askedNext;

  /** DESTROY came: the module ends when nothing more comes, or at this time. */
  private long destroyBy = NEVER;

  /** It isn't quiet before that, as the gateway may have sent messages until now. */
  private long notQuietBefore;

  /** When the present phase is over, if it has a grace period. */
  private long graceOver = NEVER;

  /** The host is to leave. */
  private boolean closing;

  private End end;

  /** CREATE, and the connection over which it came. */
  record Asked(Create create, long connection) {}

  HostMachine(PairHostSettings settings, Output output, long now) {
    this.settings = settings;
    this.output = output;
    disconnected(now);
  }

  private boolean exits() {
    return settings.onGatewayGone() == OnGatewayGone.EXIT;
  }

  HostPhase phase() {
    return phase;
  }

  /** What the module is created from that there is, or is to be. */
  Asked asked() {
    return asked;
  }

  /** Whether another module follows the one that is there. */
  boolean isAskedForNext() {
    return askedNext != null;
  }

  /** Whether messages go to the module now; in DRAINING, {@link #tick} follows each. */
  boolean isReceiving() {
    return phase == HostPhase.DRAINING || (phase == HostPhase.STARTED && !closing);
  }

  /** Why it has ended, or null. */
  End end() {
    return end;
  }

  /** What the phase asks for was carried out. */
  void done(long now) {
    switch (phase) {
      case OPENING -> phase = HostPhase.CREATING;
      case CREATING -> {
        output.reply(ControlStatus.OK, asked.connection());
        phase = HostPhase.CREATED;
      }
      case DISCARDING -> refuse(ControlStatus.CREATION_ERROR, now);
      case STARTING -> phase = HostPhase.STARTED;
      case REPLACING -> createNext(HostPhase.CREATING);
      case ABANDONING -> createNext(HostPhase.OPENING);
      case DESTROYING -> detach(HostPhase.DETACHING, now);
      case CLOSING -> {
        if (closing || exits()) {
          end(closing ? End.CLOSED : End.DESTROYED);
        } else {
          createNext(HostPhase.OPENING);
        }
      }
      default -> throw new IllegalStateException("nothing was to be done in " + phase);
    }
  }

  /** The message channel can't be opened, or the module not be created. */
  void failed(long now) {
    if (phase == HostPhase.CREATING) {
      phase = HostPhase.DISCARDING;
    } else {
      refuse(ControlStatus.CONNECTION_ERROR, now);
    }
  }

  private void refuse(ControlStatus status, long now) {
    output.reply(status, asked.connection());
    if (exits()) {
      await(HostPhase.REFUSED, now);
    } else {
      phase = HostPhase.NONE;
      connected(asked.connection(), now);
    }
    asked = null;
  }

  /** The module is gone: the one that CREATE has asked for meanwhile is next. */
  private void createNext(HostPhase next) {
    destroyBy = NEVER;
    asked = askedNext;
    askedNext = null;
    phase = asked == null ? HostPhase.NONE : next;
  }

  private void end(End reason) {
    phase = HostPhase.ENDED;
    end = reason;
  }

  /** A gateway has connected, and should send CREATE. */
  void connected(long itsConnection, long now) {
    there = true;
    connection = itsConnection;
    orphanedAt = NEVER;
    askAt = now + settings.reattachAfter().toNanos();
  }

  /** The gateway's connection is gone. */
  void disconnected(long now) {
    there = false;
    askAt = NEVER;
    orphanedAt = exits() ? now + settings.orphanTimeout().toNanos() : NEVER;
    tick(now);
  }

  /** The host is to leave. */
  void close() {
    closing = true;
  }

  /** CREATE came over that connection. */
  void created(Create packet, long itsConnection, long now) {
    switch (phase) {
      case NONE -> {
        askAt = NEVER;
        askedNext = new Asked(packet, itsConnection);
        createNext(HostPhase.OPENING);
      }
      case CREATED, STARTED -> createdAgain(packet, itsConnection);
      case LEAVING -> graceOver(now);
      case DETACHING -> {
        // Only a host that waits for the next gateway, which may be this one, has use for it.
        if (!closing) {
          askedNext = new Asked(packet, itsConnection);
        }
        output.messagesArrived();
        graceOver(now);
      }
      default -> {
        // The gateway learns that this host ends.
      }
    }
  }

  private void createdAgain(Create packet, long itsConnection) {
    askAt = NEVER;
    if (phase == HostPhase.CREATED && packet.equals(asked.create())) {
      asked = new Asked(packet, itsConnection);
      output.reply(ControlStatus.OK, itsConnection);
      return;
    }
    askedNext = new Asked(packet, itsConnection);
    boolean sameChannel = packet.messageUrl().equals(asked.create().messageUrl());
    phase = sameChannel ? HostPhase.REPLACING : HostPhase.ABANDONING;
  }

  /** A CREATE came over that connection that can't be read. */
  void createdUnreadably(long itsConnection) {
    // With a module it gets no answer: a bad status makes a gateway start over.
    if (phase == HostPhase.NONE) {
      output.reply(ControlStatus.CONNECTION_ERROR, itsConnection);
    }
  }

  /** START came; returns whether CREATE came before it. */
  boolean started() {
    phase = phase == HostPhase.CREATED ? HostPhase.STARTING : phase;
    return phase != HostPhase.NONE;
  }

  /** DESTROY came; returns whether CREATE came before it. */
  boolean destroyed(long now) {
    if (phase.isServing() && destroyBy == NEVER) {
      destroyBy = now + GRACE_NANOS;
      notQuietBefore = now + PairTime.QUIET_NANOS;
    }
    return phase != HostPhase.NONE;
  }

  /** Time has passed. */
  void tick(long now) {
    boolean awaitsGateway =
        phase == HostPhase.LEAVING || phase == HostPhase.DETACHING || phase == HostPhase.REFUSED;
    boolean gone = awaitsGateway && !there;
    if (gone && phase == HostPhase.DETACHING) {
      output.messagesArrived();
    }
    if (gone || now >= graceOver) {
      graceOver(now);
    }
  }

  /** The grace period is over, or what it was for has happened. */
  private void graceOver(long now) {
    graceOver = NEVER;
    switch (phase) {
      case LEAVING -> await(HostPhase.DRAINING, now);
      case DRAINING -> phase = HostPhase.DESTROYING;
      case DETACHING -> {
        askAt = NEVER;
        phase = HostPhase.CLOSING;
      }
      case REFUSED -> end(End.CREATE_FAILED);
      default -> throw new IllegalStateException("no grace period in " + phase);
    }
  }

  private void await(HostPhase next, long now) {
    phase = next;
    graceOver = now + GRACE_NANOS;
    notQuietBefore = now + PairTime.QUIET_NANOS;
    tick(now);
  }

  /** Tells the gateway that the module is no longer there, and waits until it has taken that. */
  private void detach(HostPhase next, long now) {
    if (output.reply(ControlStatus.DETACH, asked.connection())) {
      await(next, now);
    } else {
      phase = next;
      graceOver(now);
    }
  }

  /**
   * Everything that came is handled, but for messages that {@link #isReceiving} keeps back.
   *
   * @param quietAt when no message will have come for a while, if none comes; a time that is over
   *     when that is so now
   */
  void idle(long now, long quietAt) {
    tick(now);
    boolean serving = phase.isServing();
    boolean quiet = now >= Math.max(quietAt, notQuietBefore);
    if (phase == HostPhase.DRAINING && quiet) {
      graceOver(now);
    } else if (closing && phase == HostPhase.NONE) {
      end(End.CLOSED);
    } else if (closing && phase == HostPhase.CREATED) {
      phase = HostPhase.DESTROYING;
    } else if (closing && phase == HostPhase.STARTED) {
      detach(HostPhase.LEAVING, now);
    } else if (serving && !there) {
      phase = HostPhase.ABANDONING;
    } else if (serving && destroyBy != NEVER) {
      phase = quiet || now >= destroyBy ? HostPhase.DESTROYING : phase;
    } else if (phase == HostPhase.NONE && now >= orphanedAt) {
      end(End.ORPHANED);
    } else if (isSettled() && now >= askAt) {
      // A gateway that knows an earlier host here sends CREATE only when it learns that that has
      // ended. The C gateway takes most of a second for it.
      connection = output.askForCreate(connection);
      askAt = now + Math.max(settings.reattachAfter().toNanos(), LONGEST_ANSWER_NANOS);
    }
  }

  /** Whether it waits for what the gateway wants next. */
  private boolean isSettled() {
    return phase == HostPhase.NONE || phase.isServing();
  }

  /** When {@link #idle} will do something if no other event comes. */
  long deadline(long quietAt) {
    if (closing && isSettled() || phase.isServing() && !there) {
      return 0;
    }
    long quiet = Math.max(quietAt, notQuietBefore);
    return switch (phase) {
      case NONE -> Math.min(askAt, orphanedAt);
      case CREATED, STARTED -> destroyBy == NEVER ? askAt : Math.min(quiet, destroyBy);
      case DRAINING -> Math.min(quiet, graceOver);
      default -> graceOver;
    };
  }
}
