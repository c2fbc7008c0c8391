package io.outrigger.protocol.pair;

import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import java.time.Duration;

/** Whether a host has a gateway, and for how long it puts up with what that doesn't do. */
final class GatewayPresence {
  /** To be asked twice makes a gateway send CREATE twice, and the module start over. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

  private final PairHostSettings settings;
  private boolean there;
  private long connection;
  private Deadline ask = Deadline.NEVER;
  private Deadline orphaned;

  GatewayPresence(PairHostSettings settings) {
    this.settings = settings;
    gone();
  }

  /** It is there, by that connection, and should send CREATE. */
  void came(long itsConnection) {
    there = true;
    connection = itsConnection;
    orphaned = Deadline.NEVER;
    ask = Deadline.in(settings.reattachAfter());
  }

  void gone() {
    there = false;
    ask = Deadline.NEVER;
    orphaned =
        settings.onGatewayGone() == OnGatewayGone.EXIT
            ? Deadline.in(settings.orphanTimeout())
            : Deadline.NEVER;
  }

  /** It was asked for CREATE; the C gateway takes most of a second to send it. */
  void asked(long itsConnection) {
    connection = itsConnection;
    boolean patient = settings.reattachAfter().compareTo(LONGEST_ANSWER) > 0;
    ask = Deadline.in(patient ? settings.reattachAfter() : LONGEST_ANSWER);
  }

  /** It did, or needn't any longer. */
  void expectNothing() {
    ask = Deadline.NEVER;
  }

  boolean isThere() {
    return there;
  }

  /** By which it is there. */
  long connection() {
    return connection;
  }

  /** No gateway has been there for too long. */
  boolean isOrphaned() {
    return orphaned.isOver();
  }

  /** The gateway hasn't sent CREATE for too long. */
  boolean isLateWithCreate() {
    return ask.isOver();
  }

  /** In how long one of the two may become so. */
  long nanosLeft() {
    return Math.min(ask.nanosLeft(), orphaned.nanosLeft());
  }
}
