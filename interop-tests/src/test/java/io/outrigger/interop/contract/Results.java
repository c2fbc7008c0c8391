package io.outrigger.interop.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What became of each rule with each pair. Closing it, when all have run, writes the table to
 * {@code target/interop.md}.
 */
final class Results implements AutoCloseable {
  private static final Path FILE = Path.of("target", "interop.md");

  /** By pair, in the order of the runs, and by rule. */
  private final Map<String, Map<String, String>> cells = new LinkedHashMap<>();

  private final List<String> notes = new ArrayList<>();

  void put(String pair, String rule, String result) {
    cells.computeIfAbsent(pair, key -> new LinkedHashMap<>()).put(rule, result);
  }

  /** A result that needs a reason. */
  String because(String reason) {
    if (!notes.contains(reason)) {
      notes.add(reason);
    }
    return "— " + letter(notes.indexOf(reason));
  }

  private static char letter(int note) {
    return (char) ('a' + note);
  }

  @Override
  public void close() {
    String table = table();
    System.out.println(table);
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String table() {
    TreeSet<String> sorted = new TreeSet<>();
    cells.values().forEach(row -> sorted.addAll(row.keySet()));
    List<String> rules = List.copyOf(sorted);
    List<String> lines = new ArrayList<>(List.of("# Every pair of peers, every rule", ""));
    lines.add(line("pair", IntStream.rangeClosed(1, rules.size()).mapToObj(i -> "" + i).toList()));
    lines.add(line("---", rules.stream().map(rule -> "---").toList()));
    cells.forEach(
        (pair, row) ->
            lines.add(
                line(pair, rules.stream().map(r -> row.getOrDefault(r, "**not run**")).toList())));
    Pairs.impossible()
        .forEach(
            (pair, why) -> {
              String cell = because(why);
              lines.add(line(pair, rules.stream().map(rule -> cell).toList()));
            });
    lines.add("");
    IntStream.range(0, rules.size()).forEach(i -> lines.add((i + 1) + ". " + rules.get(i)));
    lines.add("");
    IntStream.range(0, notes.size()).forEach(i -> lines.add("(" + letter(i) + ") " + notes.get(i)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(String head, List<String> cells) {
    return "| " + head + " | " + String.join(" | ", cells) + " |";
  }
}
