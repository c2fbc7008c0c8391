package io.outrigger.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables in Markdown, as they stand in {@code docs/performance.md}. */
final class Markdown {
  private static final String BEGIN = "<!-- results -->";
  private static final String END = "<!-- end -->";

  private final StringBuilder text = new StringBuilder();
  private boolean atHead;

  void begin(String title, List<String> facts) {
    text.append("\n### ").append(title).append("\n\n");
    facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
    text.append('\n');
    atHead = true;
  }

  /** A line of the table; the first one is its head. */
  void line(Object... columns) {
    row(Stream.of(columns).map(Object::toString).toList());
    if (atHead) {
      row(Collections.nCopies(columns.length, "---"));
      atHead = false;
    }
  }

  private void row(List<String> cells) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Replaces what stands between the two marks in a file. */
  void replaceIn(Path file) throws IOException {
    String old = Files.readString(file);
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END, begin + 1);
    if (begin < 0 || end < 0) {
      throw new IOException(
          file + " has no lines '" + BEGIN + "' and '" + END + "': the results go between them");
    }
    Files.writeString(
        file, old.substring(0, begin) + BEGIN + "\n" + text + "\n" + old.substring(end));
  }
}
