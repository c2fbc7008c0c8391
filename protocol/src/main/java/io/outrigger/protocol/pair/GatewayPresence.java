package io.outrigger.protocol.pair;

import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;

/** Whether a host has a gateway, and for how long it puts up with what that doesn't do. */
final class GatewayPresence {
  private final PairHostSettings settings;
  private boolean there;
  private Deadline ask = Deadline.NEVER;
  private Deadline orphaned;

  GatewayPresence(PairHostSettings settings) {
    this.settings = settings;
    gone();
  }

  void came() {
    there = true;
    orphaned = Deadline.NEVER;
    expectCreate();
  }

  void gone() {
    there = false;
    ask = Deadline.NEVER;
    orphaned =
        settings.onGatewayGone() == OnGatewayGone.EXIT
            ? Deadline.in(settings.orphanTimeout())
            : Deadline.NEVER;
  }

  /** A gateway that is there should send CREATE. */
  void expectCreate() {
    ask = there ? Deadline.in(settings.reattachAfter()) : Deadline.NEVER;
  }

  /** It did, or needn't any longer. */
  void expectNothing() {
    ask = Deadline.NEVER;
  }

  boolean isThere() {
    return there;
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
