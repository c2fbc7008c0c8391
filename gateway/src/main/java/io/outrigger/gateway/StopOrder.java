package io.outrigger.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order modules are destroyed: each when all modules are that feed it, so that what these
 * publish at their end arrives. Modules in a cycle of links feed each other: they are destroyed one
 * after the other, in the reverse of their order, when all others are that feed one of them.
 */
final class StopOrder {

  /** A link, by the names of its modules. */
  record Arrow(String source, String sink) {}

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, List<String>> sinks = new LinkedHashMap<>();
  private final Map<String, List<String>> sources = new HashMap<>();

  /** The modules that are in a cycle with this one, and itself, in their order. */
  private final Map<String, List<String>> cycles = new HashMap<>();

  private StopOrder(List<String> modules, Collection<Arrow> arrows) {
    for (String module : modules) {
      places.put(module, places.size());
      sinks.put(module, new ArrayList<>());
      sources.put(module, new ArrayList<>());
    }
    for (Arrow arrow : arrows) {
      sinks.get(arrow.source()).add(arrow.sink());
      sources.get(arrow.sink()).add(arrow.source());
    }
  }

  /**
   * For each module those that must be destroyed before it. It suffices to wait for these: they
   * have waited for others.
   *
   * @param modules in the order of the file
   * @param arrows between these modules
   */
  static Map<String, Set<String>> of(List<String> modules, Collection<Arrow> arrows) {
    StopOrder order = new StopOrder(modules, arrows);
    order.findCycles();
    Map<String, Set<String>> before = new LinkedHashMap<>();
    modules.forEach(module -> before.put(module, order.before(module)));
    return before;
  }

  private Set<String> before(String module) {
    List<String> cycle = cycles.get(module);
    int place = cycle.indexOf(module);
    if (place < cycle.size() - 1) {
      return Set.of(cycle.get(place + 1));
    }
    Set<String> feeders = new LinkedHashSet<>();
    cycle.forEach(member -> feeders.addAll(sources.get(member)));
    cycle.forEach(feeders::remove);
    return feeders;
  }

  /**
   * Kosaraju's algorithm: of the modules that a search along the links leaves last, one from which
   * all others of its cycle come against the links, and of the rest only those already assigned.
   */
  private void findCycles() {
    Deque<String> lastLeftFirst = new ArrayDeque<>();
    Set<String> seen = new LinkedHashSet<>();
    sinks.keySet().forEach(module -> leaving(module, sinks, seen).forEach(lastLeftFirst::push));
    Set<String> assigned = new LinkedHashSet<>();
    for (String module : lastLeftFirst) {
      List<String> cycle = leaving(module, sources, assigned);
      cycle.sort(Comparator.comparing(places::get));
      cycle.forEach(member -> cycles.put(member, cycle));
    }
  }

  /**
   * What a depth-first search finds that wasn't seen before, in the order in which it leaves it. It
   * is no recursion, as chains may be long.
   */
  private static List<String> leaving(
      String start, Map<String, List<String>> next, Set<String> seen) {
    List<String> left = new ArrayList<>();
    if (!seen.add(start)) {
      return left;
    }
    Deque<String> path = new ArrayDeque<>(List.of(start));
    Deque<Iterator<String>> open = new ArrayDeque<>(List.of(next.get(start).iterator()));
    while (!path.isEmpty()) {
      Iterator<String> there = open.peek();
      if (!there.hasNext()) {
        open.pop();
        left.add(path.pop());
        continue;
      }
      String module = there.next();
      if (seen.add(module)) {
        path.push(module);
        open.push(next.get(module).iterator());
      }
    }
    return left;
  }
}
