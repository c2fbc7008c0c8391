package io.outrigger.base;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.event.Level;

/**
 * Makes records of a log from the lines that somebody prints, a host or a module. A line may begin
 * with {@code <N>}, the prefix of sd-daemon(3), which gives its level; without one it is INFO. A
 * tab after the prefix says that the line belongs to the record before, as a stack trace does.
 *
 * <p>Their number is bounded: what was not printed in the last seconds may come at once. What is
 * left out is counted. It knows no clock: times are nanoseconds of a clock that doesn't go back.
 * Used by one thread.
 */
public final class LogRecords {
  public static final int LAST_LINES = 20;

  /** The unused lines of so many seconds may come at once. */
  static final int SAVED_SECONDS = 10;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** sd-daemon's levels 0 to 7: from LOG_EMERG to LOG_DEBUG. */
  private static final List<Level> LEVELS =
      List.of(
          Level.ERROR,
          Level.ERROR,
          Level.ERROR,
          Level.ERROR,
          Level.WARN,
          Level.INFO,
          Level.INFO,
          Level.DEBUG);

  /** Where a record goes. */
  @FunctionalInterface
  public interface Sink {
    void log(Level level, String text);
  }

  private final Sink sink;
  private final int linesPerSecond;
  private final String bound;

  /** So many lines may be logged until the second ends. */
  private long allowed;

  private long secondEnds;
  private long leftOut;

  /** The bound doesn't hold until then. */
  private volatile long unboundedUntil;

  private final StringBuilder text = new StringBuilder();

  /** Of the record under way; null while there is none. */
  private Level level;

  /** Guarded by itself. */
  private final Deque<String> last = new ArrayDeque<>();

  /**
   * @param linesPerSecond how many are logged in the long run
   * @param bound that number in words
   */
  public LogRecords(int linesPerSecond, String bound, long now, Sink sink) {
    this.bound = bound;
    this.linesPerSecond = linesPerSecond;
    this.sink = sink;
    allowed = (long) linesPerSecond * SAVED_SECONDS;
    secondEnds = now + SECOND;
    unboundedUntil = now;
  }

  /** Takes the next line, without its end. */
  public void add(String line, long now) {
    boolean hasPrefix = hasPrefix(line);
    boolean continues = hasPrefix && line.startsWith("\t", 3);
    String content = hasPrefix ? line.substring(continues ? 4 : 3) : line;
    remember(content);
    tick(now);
    if (!continues || level == null) {
      flush();
      level = hasPrefix ? LEVELS.get(line.charAt(1) - '0') : Level.INFO;
    }
    if (allowed > 0 || now < unboundedUntil) {
      allowed = Math.max(0, allowed - 1);
      text.append(text.isEmpty() ? "" : System.lineSeparator()).append(content);
    } else {
      leftOut++;
    }
  }

  private static boolean hasPrefix(String line) {
    return line.length() >= 3
        && line.charAt(0) == '<'
        && line.charAt(1) >= '0'
        && line.charAt(1) <= '7'
        && line.charAt(2) == '>';
  }

  private void remember(String line) {
    synchronized (last) {
      if (last.size() == LAST_LINES) {
        last.removeFirst();
      }
      last.addLast(line);
    }
  }

  /** Time has passed. */
  public void tick(long now) {
    if (now < secondEnds) {
      return;
    }
    long seconds = 1 + (now - secondEnds) / SECOND;
    secondEnds += seconds * SECOND;
    allowed =
        (long)
            Math.min(
                allowed + (double) seconds * linesPerSecond,
                (double) linesPerSecond * SAVED_SECONDS);
    tellLeftOut();
  }

  private void tellLeftOut() {
    if (leftOut > 0) {
      flush();
      sink.log(Level.WARN, leftOut + " lines left out, beyond " + bound);
      leftOut = 0;
    }
  }

  /** Whether lines were left out that the log doesn't tell of yet. */
  public boolean hasLeftOut() {
    return leftOut > 0;
  }

  /** No more lines are at hand: logs the record under way. */
  public void flush() {
    if (!text.isEmpty()) {
      sink.log(level, text.toString());
    }
    text.setLength(0);
    level = null;
  }

  /** No more lines will come. */
  public void end() {
    flush();
    tellLeftOut();
  }

  /** The bound doesn't hold until then. Any thread. */
  public void unbounded(long until) {
    unboundedUntil = until;
  }

  /** The last lines so far. Any thread. */
  public List<String> lastLines() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }
}
