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

  /** Returns a file's text if it has both marks. */
  static String check(Path file) throws IOException {
    String text = Files.isReadable(file) ? Files.readString(file) : "";
    int begin = text.indexOf(BEGIN);
    if (begin < 0 || text.indexOf(END, begin) < 0) {
      throw new IllegalStateException(
          "--markdown "
              + file
              + ": the tables go between a line "
              + BEGIN
              + " and a line "
              + END
              + ", and this file has none");
    }
    return text;
  }

  /** Replaces what stands between the two marks in a file. */
  void replaceIn(Path file) throws IOException {
    String old = check(file);
    int begin = old.indexOf(BEGIN) + BEGIN.length();
    Files.writeString(
        file,
        old.substring(0, begin) + "\n" + text + "\n" + old.substring(old.indexOf(END, begin)));
  }
}
