package io.outrigger.benchmarks.report;

import com.google.gson.GsonBuilder;
import io.outrigger.benchmarks.contest.Contest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints rows as they come, as a table, and writes them all to a JSON file at the end. */
public final class Report {
  private static final String FORMAT = "%-8s %-9s %6s  %-28s %12s %12s %7s  %s";

  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private final Markdown markdown = new Markdown();

  /** Prints to this stream, which stays open. */
  public Report(PrintStream out) {
    this.out = out;
  }

  /** Begins a table, with what its numbers depend on. */
  public void begin(String title, List<String> facts) {
    out.println((rows.isEmpty() ? "" : System.lineSeparator()) + title);
    facts.forEach(out::println);
    out.println();
    markdown.begin(title, facts);
    line("protocol", "transport", "bytes", "metric", "java", "c", "ratio", "aim");
  }

  /** Adds and prints a row: the number at this index of both sides of a contest. */
  public void add(Cell cell, String metric, Contest contest, int index, Aim aim) {
    add(Row.of(cell, metric, contest.java(index), contest.c(index)), aim);
  }

  /** Adds and prints a row. */
  public void add(Row row, Aim aim) {
    rows.add(row);
    line(
        row.protocol(),
        row.transport(),
        row.bytes() == 0 ? "" : Integer.toString(row.bytes()),
        row.metric(),
        number(row.java()),
        number(row.c()),
        row.ratio() == null ? "" : String.format(Locale.ROOT, "%.3f", row.ratio()),
        aim.verdict(row));
  }

  private void line(Object... columns) {
    out.println(String.format(Locale.ROOT, FORMAT, columns).stripTrailing());
    markdown.line(columns);
  }

  private static String number(Double value) {
    if (value == null) {
      return "";
    }
    return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.2f", value);
  }

  /**
   * Checks that a Markdown file has a place for tables.
   *
   * @throws IllegalStateException if it hasn't
   */
  public static void checkMarkdown(Path file) throws IOException {
    Markdown.check(file);
  }

  /** Puts all tables into a Markdown file, in the place of those that it has. */
  public void writeMarkdown(Path file) throws IOException {
    markdown.replaceIn(file);
  }

  /** Writes all rows to a file as a JSON array of objects. */
  public void writeJson(Path file) throws IOException {
    Files.writeString(
        file, new GsonBuilder().serializeNulls().setPrettyPrinting().create().toJson(rows) + "\n");
  }
}
