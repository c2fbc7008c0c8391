package io.outrigger.runtime;

import io.outrigger.base.LogRecords;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What modules print in this process: each line gets its module's name, and their number is bounded
 * for each module. What other threads print passes as it is. Any thread may write.
 */
public final class ModuleOutput extends OutputStream {
  /** So many lines a second of a module are printed in the long run. */
  private static final int LINES_PER_SECOND = 100;

  /** A longer line is printed in parts. */
  private static final int LONGEST_LINE = 4096;

  /** The line that a module is printing, and those it has printed. */
  private record Lines(ByteArrayOutputStream line, LogRecords records) {}

  private final PrintStream out;
  private final Charset charset;

  /** By the module's name. Guarded by this. */
  private final Map<String, Lines> modules = new HashMap<>();

  ModuleOutput(PrintStream out, Charset charset) {
    this.out = out;
    this.charset = charset;
  }

  /** Puts it in place of {@code System.out} and {@code System.err}. */
  public static void install() {
    System.setOut(install(System.out, charset("stdout.encoding")));
    System.setErr(install(System.err, charset("stderr.encoding")));
  }

  private static PrintStream install(PrintStream out, Charset charset) {
    ModuleOutput output = new ModuleOutput(out, charset);
    Shutdown.onExit(output::close);
    return new PrintStream(output, true, charset);
  }

  private static Charset charset(String property) {
    return Charset.forName(System.getProperty(property, Charset.defaultCharset().name()));
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Optional<String> module = ModuleThreads.currentModule();
    if (module.isEmpty()) {
      out.write(bytes, offset, length);
    } else {
      write(module.get(), bytes, offset, length);
    }
  }

  private synchronized void write(String module, byte[] bytes, int offset, int length) {
    Lines lines = modules.computeIfAbsent(module, this::lines);
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] != '\n') {
        lines.line.write(bytes[i]);
      }
      if (bytes[i] == '\n' || lines.line.size() == LONGEST_LINE) {
        endLine(lines);
      }
    }
  }

  private void endLine(Lines lines) {
    lines.records.add(lines.line.toString(charset), System.nanoTime());
    lines.records.flush();
    lines.line.reset();
  }

  private Lines lines(String module) {
    LogRecords records =
        new LogRecords(
            LINES_PER_SECOND,
            LINES_PER_SECOND + " a second",
            System.nanoTime(),
            (level, text) -> out.println(module + ": " + text));
    return new Lines(new ByteArrayOutputStream(), records);
  }

  @Override
  public void flush() {
    out.flush();
  }

  /**
   * Prints lines that have no end, and how many were left out. What comes later is still printed.
   */
  @Override
  public synchronized void close() {
    for (Lines lines : modules.values()) {
      if (lines.line.size() > 0) {
        endLine(lines);
      }
      lines.records.end();
    }
    out.flush();
  }
}
