package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.gateway.StopOrder.Arrow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StopOrderTest {
  private static final int GRAPHS = 2_000;

  private final Map<String, Set<String>> empty = Map.of();

  /** Modules a, b, … and links such as {@code ab}. */
  private static Map<String, Set<String>> order(String modules, String... links) {
    return StopOrder.of(
        Stream.of(modules.split("")).toList(),
        Stream.of(links).map(l -> new Arrow(l.substring(0, 1), l.substring(1))).toList());
  }

  @Test
  void noModulesHaveNoOrder() {
    assertEquals(empty, StopOrder.of(List.of(), List.of()));
  }

  @Test
  void aSourceIsFirst() {
    assertEquals(
        Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of()), order("abc", "cb", "ba"));
  }

  @Test
  void branchesDoNotWaitForEachOther() {
    assertEquals(
        Map.of(
            "a",
            Set.of(),
            "b",
            Set.of("a"),
            "c",
            Set.of("a"),
            "d",
            Set.of("b", "c"),
            "e",
            Set.of()),
        order("abcde", "ab", "ac", "bd", "cd"));
  }

  @Test
  void aCycleIsInTheReverseOrderWhenAllAreThatFeedIt() {
    assertEquals(
        Map.of(
            "d", Set.of("s"), "c", Set.of("d"), "b", Set.of("c"), "s", Set.of(), "t", Set.of("c")),
        order("sbcdt", "bc", "cd", "db", "sb", "ct"));
  }

  @Test
  void aLinkToItselfIsNoReasonToWait() {
    assertEquals(Map.of("a", Set.of()), order("a", "aa"));
  }

  @Test
  void aLinkThatIsThereTwiceIsOne() {
    assertEquals(Map.of("a", Set.of(), "b", Set.of("a")), order("ab", "ab", "ab"));
  }

  @Test
  void aChainMayBeLong() {
    List<String> modules = IntStream.range(0, 50_000).mapToObj(i -> "m" + i).toList();
    List<Arrow> arrows =
        IntStream.range(1, modules.size())
            .mapToObj(i -> new Arrow(modules.get(i - 1), modules.get(i)))
            .toList();
    Map<String, Set<String>> before = StopOrder.of(modules, arrows);
    assertEquals(Set.of("m49998"), before.get("m49999"));
  }

  @Test
  void inAnyGraphEachSourceIsBeforeItsSinkUnlessTheyAreInOneCycle() {
    long seed = Long.getLong("outrigger.stop.order.seed", System.nanoTime());
    System.out.println("random graphs: -Doutrigger.stop.order.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < GRAPHS; i++) {
      check(1 + random.nextInt(12), random);
    }
  }

  private static void check(int size, Random random) {
    List<String> modules = IntStream.range(0, size).mapToObj(i -> "m" + i).toList();
    List<Arrow> arrows = new ArrayList<>();
    int links = random.nextInt(2 * size);
    for (int i = 0; i < links; i++) {
      arrows.add(new Arrow(modules.get(random.nextInt(size)), modules.get(random.nextInt(size))));
    }
    Map<String, Set<String>> before = StopOrder.of(modules, arrows);
    List<String> order = destroyed(modules, before);
    assertEquals(Set.copyOf(modules), Set.copyOf(order), () -> "all have a turn: " + arrows);
    for (Arrow arrow : arrows) {
      boolean cycle = reaches(arrow.sink(), arrow.source(), arrows);
      int source = order.indexOf(arrow.source());
      int sink = order.indexOf(arrow.sink());
      boolean right = cycle ? isReverse(arrow, modules, order) : source < sink;
      assertTrue(right, () -> arrow + " in " + order + " of " + arrows);
    }
  }

  private static boolean isReverse(Arrow arrow, List<String> modules, List<String> order) {
    int inFile = Integer.compare(modules.indexOf(arrow.source()), modules.indexOf(arrow.sink()));
    int inOrder = Integer.compare(order.indexOf(arrow.source()), order.indexOf(arrow.sink()));
    return inFile == -inOrder;
  }

  /** As late as they may be: of those whose turn it is, always the last. */
  private static List<String> destroyed(List<String> modules, Map<String, Set<String>> before) {
    Set<String> destroyed = new LinkedHashSet<>();
    for (boolean more = true; more; ) {
      List<String> turn =
          modules.stream()
              .filter(m -> !destroyed.contains(m) && destroyed.containsAll(before.get(m)))
              .toList();
      more = !turn.isEmpty() && destroyed.add(turn.get(turn.size() - 1));
    }
    return List.copyOf(destroyed);
  }

  private static boolean reaches(String from, String to, List<Arrow> arrows) {
    Set<String> seen = new HashSet<>(Set.of(from));
    for (boolean more = true; more; ) {
      more = false;
      for (Arrow arrow : arrows) {
        more |= seen.contains(arrow.source()) && seen.add(arrow.sink());
      }
    }
    return seen.contains(to);
  }
}
