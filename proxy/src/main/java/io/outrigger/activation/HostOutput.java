package io.outrigger.activation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what a host prints into the gateway's log, and keeps its last lines. */
final class HostOutput {
  private static final Logger LOG = LoggerFactory.getLogger(HostOutput.class);

  /** A longer line is logged in parts. */
  static final int LONGEST_LINE = 4096;

  static final int LAST_LINES = 20;

  private final String module;
  private final InputStream in;
  private final Thread reader;
  private final byte[] line = new byte[LONGEST_LINE];
  private int length;
  private final Deque<String> last = new ArrayDeque<>();

  HostOutput(String module, InputStream in) {
    this.module = module;
    this.in = in;
    reader = new Thread(this::readAll, "output of " + module);
    reader.setDaemon(true);
  }

  void start() {
    reader.start();
  }

  private void readAll() {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: its output can no longer be read", module, e);
    }
    if (length > 0) {
      endLine();
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
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    length = 0;
    synchronized (last) {
      if (last.size() == LAST_LINES) {
        last.removeFirst();
      }
      last.addLast(text);
    }
    LOG.info("{}: {}", module, text);
  }

  /**
   * The last lines so far.
   *
   * @param millis how long to wait for the output's end; a child of the host may keep it open
   */
  List<String> lastLines(long millis) throws InterruptedException {
    reader.join(millis);
    synchronized (last) {
      return List.copyOf(last);
    }
  }
}
