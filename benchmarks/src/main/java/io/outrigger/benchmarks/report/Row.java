package io.outrigger.benchmarks.report;

/**
 * One number of a benchmark; the names are those of the JSON file.
 *
 * @param bytes of a message's content; 0 where the size means nothing
 * @param metric its name ends in its unit
 * @param c what the C program did; null where there is none to compare with
 * @param ratio java / c
 */
public record Row(
    String protocol,
    String transport,
    int bytes,
    String metric,
    double java,
    Double c,
    Double ratio) {

  /** A row with its ratio; all numbers are rounded to what can be told apart. */
  public static Row of(Cell cell, String metric, double java, double c) {
    return new Row(
        cell.protocol(),
        cell.transport(),
        cell.bytes(),
        metric,
        rounded(java),
        rounded(c),
        c == 0 ? null : Math.round(java / c * 1000) / 1000.0);
  }

  /** A row without a C program beside it. */
  public static Row of(Cell cell, String metric, double java) {
    return new Row(
        cell.protocol(), cell.transport(), cell.bytes(), metric, rounded(java), null, null);
  }

  private static double rounded(double value) {
    return value >= 1000 ? Math.round(value) : Math.round(value * 100) / 100.0;
  }
}
