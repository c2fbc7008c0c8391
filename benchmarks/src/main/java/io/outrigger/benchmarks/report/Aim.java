package io.outrigger.benchmarks.report;

import java.util.Locale;
import java.util.function.DoublePredicate;

/** What a row should come to. */
public final class Aim {
  /** Of rows that are only told. */
  public static final Aim NONE = new Aim("", Row::java, value -> true);

  private interface Value {
    Double of(Row row);
  }

  private final String text;
  private final Value value;
  private final DoublePredicate met;

  private Aim(String text, Value value, DoublePredicate met) {
    this.text = text;
    this.value = value;
    this.met = met;
  }

  /** A ratio of at least this. */
  public static Aim ratioAtLeast(double least) {
    return new Aim(text("ratio >= %.2f", least), Row::ratio, ratio -> ratio >= least);
  }

  /** A ratio of at most this. */
  public static Aim ratioAtMost(double most) {
    return new Aim(text("ratio <= %.2f", most), Row::ratio, ratio -> ratio <= most);
  }

  /** A value of less than this. */
  public static Aim under(double limit) {
    return new Aim(text("under %.0f", limit), Row::java, java -> java < limit);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The aim, and whether the row misses it. */
  String verdict(Row row) {
    if (text.isEmpty()) {
      return "";
    }
    Double reached = value.of(row);
    return reached != null && met.test(reached) ? text : text + ": missed";
  }
}
