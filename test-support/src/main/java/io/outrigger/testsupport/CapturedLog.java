package io.outrigger.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is logged meanwhile: the tests' logger writes to the error stream of the moment. It goes
 * there as well.
 */
public final class CapturedLog implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public CapturedLog() {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] array, int offset, int length) {
            bytes.write(array, offset, length);
            before.write(array, offset, length);
          }
        };
    System.setErr(new PrintStream(both, true, StandardCharsets.UTF_8));
  }

  public List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  public boolean contains(String text) {
    return bytes.toString(StandardCharsets.UTF_8).contains(text);
  }

  /** How many lines so far hold this text. */
  public long count(String text) {
    return lines().stream().filter(line -> line.contains(text)).count();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
