package io.outrigger.nanomsg;

/** How a peer is preferred to others: 1 is the highest, 16 the lowest, 8 the default. */
public record Priority(int level) {
  /** Refuses what isn't from 1 to 16. */
  public Priority {
    if (level < 1 || level > 16) {
      throw new IllegalArgumentException(
          "a priority can't be " + level + ": it must be 1 (highest) to 16");
    }
  }
}
