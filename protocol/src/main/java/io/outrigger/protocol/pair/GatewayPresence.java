package io.outrigger.protocol.pair;

import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import java.time.Duration;

/**
 * Whether a host has a gateway, and for how long it waits for one, or for its CREATE. Part of
 * {@link HostMachine}.
 */
final class GatewayPresence {
  /** To be asked twice makes a gateway send CREATE twice, and the module start over. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

  private final PairHostSettings settings;
  private boolean there;
  private long connection;
  private Deadline ask = Deadline.NEVER;
  private Deadline orphaned;

  GatewayPresence(PairHostSettings settings, long now) {
    this.settings = settings;
    gone(now);
  }

  /** It is there, over that connection, and should send CREATE. */
  void came(long itsConnection, long now) {
    there = true;
    connection = itsConnection;
    orphaned = Deadline.NEVER;
    ask = Deadline.after(now, settings.reattachAfter());
  }

  void gone(long now) {
    there = false;
    ask = Deadline.NEVER;
    orphaned =
        settings.onGatewayGone() == OnGatewayGone.EXIT
            ? Deadline.after(now, settings.orphanTimeout())
            : Deadline.NEVER;
  }

  /** It was asked for CREATE over that connection; the C gateway takes most of a second for it. */
  void asked(long itsConnection, long now) {
    connection = itsConnection;
    boolean longer = settings.reattachAfter().compareTo(LONGEST_ANSWER) > 0;
    ask = Deadline.after(now, longer ? settings.reattachAfter() : LONGEST_ANSWER);
  }

  /** It has sent CREATE, or needn't any longer. */
  void expectNothing() {
    ask = Deadline.NEVER;
  }

  boolean isThere() {
    return there;
  }

  /** The connection over which it is there. */
  long connection() {
    return connection;
  }

  /** No gateway has been there for too long. */
  boolean isOrphaned(long now) {
    return orphaned.isOver(now);
  }

  /** The gateway hasn't sent CREATE for too long. */
  boolean isLateWithCreate(long now) {
    return ask.isOver(now);
  }

  /** In how many nanoseconds one of the two becomes so. */
  long nanosLeft(long now) {
    return Math.min(ask.nanosLeft(now), orphaned.nanosLeft(now));
  }
}
