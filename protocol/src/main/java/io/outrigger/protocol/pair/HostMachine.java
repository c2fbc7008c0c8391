package io.outrigger.protocol.pair;

import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;

/**
 * The host's half of the conversation on the control channel, as a state machine: it has the module
 * created, started and destroyed as the gateway says, and ends when that is due. Events come in
 * with the time, in nanoseconds of any clock that doesn't go back. It knows no sockets, threads or
 * clocks. Used by one thread.
 *
 * <p>{@link #action} is what to do next: its owner carries that out and says so with {@link #done}
 * before any other event. REPLY, which takes no time, goes to an {@link HostOutput}.
 *
 * <p>Events go before messages. So those that end a module only note it, and it ends when the
 * messages that came before are handled ({@link #idle}).
 */
final class HostMachine {
  /**
   * The grace period of each step of an end: for the gateway's last messages, for the module's, and
   * for the gateway to go.
   */
  static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

  private final boolean exits;
  private final HostOutput output;
  private final GatewayPresence gateway;
  private HostPhase phase = HostPhase.NONE;

  /** The CREATE of the module that is there, or is being created; null without one. */
  private Asked asked;

  /** The CREATE of the module that follows it, or null. */
  private Asked askedNext;

  /** DESTROY came: the module ends when nothing more comes, or by this time. */
  private Deadline destroyBy = Deadline.NEVER;

  private final QuietPeriod quiet = new QuietPeriod();

  /** When the present phase is over, if it has a grace period. */
  private Deadline graceOver = Deadline.NEVER;

  /** The host is to leave. */
  private boolean closing;

  /** It does. */
  private boolean leaving;

  private End end;

  /** CREATE, and the connection over which it came. */
  private record Asked(Create create, long connection) {}

  HostMachine(PairHostSettings settings, HostOutput output, long now) {
    exits = settings.onGatewayGone() == OnGatewayGone.EXIT;
    this.output = output;
    gateway = new GatewayPresence(settings, now);
  }

  /** What to do next. */
  HostAction action() {
    return phase.action();
  }

  /** What the module is created from that there is. */
  Create create() {
    return asked.create();
  }

  /** The connection over which the gateway has asked for the module; NONE without one. */
  long connection() {
    return asked == null ? PairConnection.NONE : asked.connection();
  }

  /** Whether messages go to the module now. */
  boolean isReceiving() {
    return phase == HostPhase.DRAINING || (phase == HostPhase.STARTED && !closing);
  }

  /** Whether {@link #tick} is to be called after each message. */
  boolean isDraining() {
    return phase == HostPhase.DRAINING;
  }

  /** Why it has ended, or null. */
  End end() {
    return end;
  }

  /**
   * The action was carried out.
   *
   * @param success whether the channel is open, or the module created; else true
   */
  void done(boolean success, long now) {
    switch (phase) {
      case OPENING -> {
        if (success) {
          phase = HostPhase.CREATING;
        } else {
          answerCreate(ControlStatus.CONNECTION_ERROR, now);
        }
      }
      case CREATING -> {
        if (success) {
          answerCreate(ControlStatus.OK, now);
        } else {
          phase = HostPhase.DISCARDING;
        }
      }
      case DISCARDING -> answerCreate(ControlStatus.CREATION_ERROR, now);
      case STARTING -> phase = HostPhase.STARTED;
      case REPLACING -> createNext(HostPhase.CREATING);
      case ABANDONING -> createNext(HostPhase.OPENING);
      case DESTROYING -> detach(HostPhase.DETACHING, now);
      case CLOSING -> closed();
      default -> throw new IllegalStateException("nothing was to be done in " + phase);
    }
  }

  private void answerCreate(ControlStatus status, long now) {
    if (!output.reply(status, asked.connection())) {
      output.notice(HostOutput.Notice.CREATE_NOT_ANSWERED);
    }
    if (status == ControlStatus.OK) {
      phase = HostPhase.CREATED;
      return;
    }
    if (exits) {
      await(HostPhase.REFUSED, now);
    } else {
      phase = HostPhase.NONE;
      gateway.came(asked.connection(), now);
    }
    asked = null;
  }

  /** The module is gone: the one that CREATE has asked for meanwhile is next. */
  private void createNext(HostPhase next) {
    destroyBy = Deadline.NEVER;
    asked = askedNext;
    askedNext = null;
    phase = asked == null ? HostPhase.NONE : next;
  }

  /** The module is destroyed, and the message channel closed. */
  private void closed() {
    if (leaving || exits) {
      end(leaving ? End.CLOSED : End.DESTROYED);
      return;
    }
    output.notice(HostOutput.Notice.WAITING_FOR_NEXT_GATEWAY);
    createNext(HostPhase.OPENING);
  }

  private void end(End reason) {
    phase = HostPhase.ENDED;
    end = reason;
  }

  /** A gateway has connected. */
  void connected(long itsConnection, long now) {
    gateway.came(itsConnection, now);
  }

  /** The gateway's connection is gone. */
  void disconnected(long now) {
    gateway.gone(now);
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
        gateway.expectNothing();
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
    gateway.expectNothing();
    if (phase == HostPhase.CREATED && packet.equals(asked.create())) {
      asked = new Asked(packet, itsConnection);
      output.reply(ControlStatus.OK, itsConnection);
      return;
    }
    output.notice(HostOutput.Notice.GATEWAY_STARTED_OVER);
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

  /** START came. */
  void started() {
    if (phase == HostPhase.CREATED) {
      phase = HostPhase.STARTING;
    } else if (phase == HostPhase.NONE) {
      output.refuse("START before CREATE");
    }
  }

  /** DESTROY came. */
  void destroyed(long now) {
    if (phase == HostPhase.NONE) {
      output.refuse("DESTROY before CREATE");
    } else if (phase.isServing() && !destroyBy.isFinite()) {
      destroyBy = Deadline.after(now, GRACE_PERIOD);
      quiet.begin(now);
    }
  }

  /** Time has passed. */
  void tick(long now) {
    boolean gone = phase.awaitsGateway() && !gateway.isThere();
    if (gone && phase == HostPhase.DETACHING) {
      output.messagesArrived();
    }
    if (gone || graceOver.isOver(now)) {
      graceOver(now);
    }
  }

  /** The grace period is over, or what it was for has happened. */
  private void graceOver(long now) {
    graceOver = Deadline.NEVER;
    switch (phase) {
      case LEAVING -> await(HostPhase.DRAINING, now);
      case DRAINING -> phase = HostPhase.DESTROYING;
      case DETACHING -> {
        gateway.expectNothing();
        phase = HostPhase.CLOSING;
      }
      case REFUSED -> end(End.CREATE_FAILED);
      default -> throw new IllegalStateException("no grace period in " + phase);
    }
  }

  private void await(HostPhase next, long now) {
    phase = next;
    graceOver = Deadline.after(now, GRACE_PERIOD);
    quiet.begin(now);
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
   * @param quietNanos in how many nanoseconds no message will have come for a while, if none comes;
   *     0 when that is so now
   */
  void idle(long now, long quietNanos) {
    tick(now);
    boolean isQuiet = quiet.nanosLeft(now, quietNanos) == 0;
    if (phase == HostPhase.DRAINING && isQuiet) {
      graceOver(now);
    } else if (closing && isSettled()) {
      leave(now);
    } else if (phase.isServing() && !gateway.isThere()) {
      output.notice(HostOutput.Notice.GATEWAY_GONE);
      phase = HostPhase.ABANDONING;
    } else if (phase.isServing() && destroyBy.isFinite()) {
      boolean over = isQuiet || destroyBy.isOver(now);
      phase = over ? HostPhase.DESTROYING : phase;
    } else if (phase == HostPhase.NONE && gateway.isOrphaned(now)) {
      end(End.ORPHANED);
    } else if (isSettled() && gateway.isLateWithCreate(now)) {
      askForCreate(now);
    }
  }

  /** Whether it waits for what the gateway wants next. */
  private boolean isSettled() {
    return phase == HostPhase.NONE || phase.isServing();
  }

  private void leave(long now) {
    leaving = true;
    switch (phase) {
      case NONE -> end(End.CLOSED);
      case CREATED -> phase = HostPhase.DESTROYING;
      default -> detach(HostPhase.LEAVING, now);
    }
  }

  /**
   * A gateway that knows an earlier host here sends CREATE only when it learns that that has ended.
   */
  private void askForCreate(long now) {
    if (output.reply(ControlStatus.DETACH, gateway.connection())) {
      output.notice(HostOutput.Notice.ASKED_FOR_CREATE);
    }
    gateway.asked(output.newestConnection(), now);
  }

  /** In how many nanoseconds {@link #idle} will do something if no other event comes. */
  long nanosLeft(long now, long quietNanos) {
    return switch (phase) {
      case NONE -> closing ? 0 : gateway.nanosLeft(now);
      case CREATED, STARTED -> servingNanosLeft(now, quietNanos);
      case DRAINING -> Math.min(quiet.nanosLeft(now, quietNanos), graceOver.nanosLeft(now));
      default -> graceOver.nanosLeft(now);
    };
  }

  private long servingNanosLeft(long now, long quietNanos) {
    if (closing || !gateway.isThere()) {
      return 0;
    }
    return destroyBy.isFinite()
        ? Math.min(quiet.nanosLeft(now, quietNanos), destroyBy.nanosLeft(now))
        : gateway.nanosLeft(now);
  }
}
