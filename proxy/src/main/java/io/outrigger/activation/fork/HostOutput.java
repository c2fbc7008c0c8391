package io.outrigger.activation.fork;

import io.outrigger.base.Delays;
import io.outrigger.base.LogRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what an instance prints into the gateway's log, on a thread of its own. */
final class HostOutput {
  private static final Logger LOG = LoggerFactory.getLogger("host");

  /** A longer line is logged in parts. */
  static final int LONGEST_LINE = 4096;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long the end of a dead instance's output is waited for. */
  private static final long END_MILLIS = 300;

  /** So long the lines that were asked for may come. */
  private static final long DUMP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final InputStream in;
  private final Thread reader;

  /** Guarded by itself, but for what any thread may call. */
  private final LogRecords records;

  private final byte[] line = new byte[LONGEST_LINE];
  private int length;

  /**
   * @param module for each record
   */
  HostOutput(String module, int linesPerSecond, InputStream in) {
    this.in = in;
    records =
        new LogRecords(
            linesPerSecond,
            "log.lines.per.second " + linesPerSecond,
            System.nanoTime(),
            (level, text) -> LOG.atLevel(level).log("{}: {}", module, text));
    reader = new Thread(this::readAll, "output of " + module);
    reader.setDaemon(true);
    reader.start();
  }

  private void readAll() {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        take(buffer, count);
      }
    } catch (IOException e) {
      LOG.debug("its output can no longer be read", e);
    }
    synchronized (records) {
      if (length > 0) {
        endLine();
      }
      records.end();
    }
  }

  private void take(byte[] bytes, int count) throws IOException {
    synchronized (records) {
      for (int i = 0; i < count; i++) {
        take(bytes[i]);
      }
      if (in.available() == 0) {
        records.flush();
        if (records.hasLeftOut()) {
          // What was left out is logged when its second is over, also if nothing more comes.
          Delays.run(SECOND_NANOS, this::tick);
        }
      }
    }
  }

  private void tick() {
    synchronized (records) {
      records.tick(System.nanoTime());
    }
  }

  private void take(byte b) {
    if (b == '\n') {
      endLine();
      return;
    }
    if (length == LONGEST_LINE) {
      endLine();
    }
    line[length++] = b;
  }

  private void endLine() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    records.add(new String(line, 0, end, StandardCharsets.UTF_8), System.nanoTime());
    length = 0;
  }

  /** Much is going to be printed, because it was asked for. */
  void expectDump() {
    records.unbounded(System.nanoTime() + DUMP_NANOS);
  }

  /** The last lines, once the output has ended; if that takes long, those so far. */
  List<String> awaitLastLines() {
    try {
      reader.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return records.lastLines();
  }
}
