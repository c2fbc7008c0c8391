package io.outrigger.protocol.reqrep;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is logged meanwhile: the tests' logger writes to the error stream of the moment. */
public final class LogLines implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  public LogLines() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  /** How many lines so far hold this text. */
  public long count(String text) {
    return written.toString(StandardCharsets.UTF_8).lines().filter(s -> s.contains(text)).count();
  }

  /** Passes on what was logged. */
  @Override
  public void close() {
    System.setErr(before);
    before.print(written.toString(StandardCharsets.UTF_8));
  }
}
