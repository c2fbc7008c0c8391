package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.interop.modules.Journal;
import io.outrigger.interop.modules.Journal.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the messages of one direction, by the journals of both ends. A source and a sink
 * may have had several lives each.
 *
 * @param published noted by the source
 * @param handled noted by the sink, each message once
 * @param twice handled by one life of the sink and by the next
 * @param lostWithin not handled by a life of the sink that handled earlier and later ones
 * @param lostBetween handled neither by one life of the sink nor by the next
 * @param lostAtEnd published by a life of the source, and neither they nor later ones were handled
 */
record Direction(
    long published, long handled, long twice, long lostWithin, long lostBetween, long lostAtEnd) {

  /** A run of messages that a life of the sink handled. */
  private record Handled(int life, Run run) {}

  /**
   * Compares the journals. Requires that no life of the sink handled a message twice, that each
   * handled them in their order, and none of an earlier life of the source after one of a later.
   *
   * @param published in the order of the source's lives
   * @param handled in the order of the sink's lives
   * @param killedSources how many of the first sources were killed: the last message of each may be
   *     handled and not noted
   */
  static Direction of(List<Journal> published, List<Journal> handled, int killedSources) {
    List<Handled> runs = new ArrayList<>();
    for (int i = 0; i < handled.size(); i++) {
      int life = i;
      handled.get(life).runs().forEach(run -> runs.add(new Handled(life, run)));
    }
    List<Direction> parts = new ArrayList<>();
    int done = 0;
    for (Journal source : published) {
      int end = done;
      while (end < runs.size() && runs.get(end).run().from() == source.origin()) {
        end++;
      }
      parts.add(of(source, runs.subList(done, end), parts.size() < killedSources));
      done = end;
    }
    assertTrue(done == runs.size(), () -> "out of turn: " + runs);
    return sum(parts);
  }

  private static Direction of(Journal source, List<Handled> runs, boolean killed) {
    long next = 0;
    int life = 0;
    long entries = 0;
    long twice = 0;
    long within = 0;
    long between = 0;
    for (Handled handled : runs) {
      long gap = handled.run().first() - next;
      if (handled.life() == life && next > 0) {
        assertTrue(gap >= 0, () -> "twice or out of order in one life: " + runs);
        within += gap;
      } else {
        between += Math.max(0, gap);
        twice += Math.max(0, -gap);
      }
      entries += handled.run().count();
      next = handled.run().end();
      life = handled.life();
    }
    long left = source.size() - next;
    assertTrue(left >= (killed ? -1 : 0), () -> "handled and never published: " + -left);
    long published = Math.max(source.size(), next);
    return new Direction(published, entries - twice, twice, within, between, published - next);
  }

  private static Direction sum(List<Direction> parts) {
    return parts.stream().reduce(new Direction(0, 0, 0, 0, 0, 0), Direction::plus);
  }

  private Direction plus(Direction other) {
    return new Direction(
        published + other.published,
        handled + other.handled,
        twice + other.twice,
        lostWithin + other.lostWithin,
        lostBetween + other.lostBetween,
        lostAtEnd + other.lostAtEnd);
  }

  /** Of all that were published, those that were not handled. */
  long lost() {
    return published - handled;
  }

  @Override
  public String toString() {
    return String.format(
        "%,d published, %,d handled, %d of them twice; lost: %d within a life, %d between two, %d"
            + " at an end",
        published, handled, twice, lostWithin, lostBetween, lostAtEnd);
  }
}
