package io.outrigger.interop;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Circles of classes in a package: each needs each other one. A nested class counts to its outer.
 */
final class Circles {
  private Circles() {}

  /** The largest circle in a package; empty if there is none. */
  static Set<String> largest(JavaClasses classes, String packageName) {
    Map<String, Set<String>> needs = needs(classes, packageName);
    Set<String> largest = Set.of();
    for (String name : needs.keySet()) {
      Set<String> circle = new TreeSet<>();
      for (String other : reachable(needs, name)) {
        if (reachable(needs, other).contains(name)) {
          circle.add(other);
        }
      }
      largest = circle.size() > largest.size() ? circle : largest;
    }
    return largest;
  }

  private static Map<String, Set<String>> needs(JavaClasses classes, String packageName) {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass type : classes) {
      if (type.getPackageName().equals(packageName)) {
        Set<String> mine = needs.computeIfAbsent(outer(type), name -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass())
            .filter(target -> target.getPackageName().equals(packageName))
            .map(Circles::outer)
            .filter(target -> !target.equals(outer(type)))
            .forEach(mine::add);
      }
    }
    return needs;
  }

  private static Set<String> reachable(Map<String, Set<String>> needs, String name) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(needs.getOrDefault(name, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) {
        open.addAll(needs.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }

  private static String outer(JavaClass type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    return name.replaceAll("[\\[$].*", "");
  }
}
