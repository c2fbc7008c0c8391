package io.outrigger.nanomsg;

/** How many devices a message may pass. */
public record Hops(int count) {
  /** Refuses what isn't from 1 to 255. */
  public Hops {
    if (count < 1 || count > 255) {
      throw new IllegalArgumentException("the hops can't be " + count + ": it must be 1 to 255");
    }
  }
}
