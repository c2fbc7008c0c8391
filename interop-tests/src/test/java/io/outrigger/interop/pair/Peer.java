package io.outrigger.interop.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that takes commands and tells what happens, a line for each. */
record Peer(ChildProcess process) implements AutoCloseable {

  static Peer start(Path folder, List<String> command) throws IOException {
    String name = Path.of(command.get(0)).getFileName().toString();
    return new Peer(ChildProcess.start(name, folder, command));
  }

  /** Gives a command. */
  Peer say(String command) throws IOException {
    OutputStream input = process.standardInput();
    input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    return this;
  }

  /** Waits until it has told that. */
  void await(String line) {
    await(line, 1);
  }

  /** Waits until it has told that so often. */
  void await(String line, int times) {
    process.await("lines '" + line + "'", line::equals, times);
  }

  /** Waits for the messages 0 to {@code count - 1}, each once and in order, and no others. */
  void awaitMessages(int count, int size) {
    awaitMessages("", count, size);
  }

  /** As {@link #awaitMessages(int, int)}, of a module whose lines begin so. */
  void awaitMessages(String prefix, int count, int size) {
    String beginning = prefix + "message ";
    process.await("messages", line -> line.startsWith(beginning), count);
    List<String> messages = told(beginning);
    for (int i = 0; i < messages.size(); i++) {
      assertEquals(beginning + i + " " + size, messages.get(i));
    }
    assertEquals(count, messages.size());
  }

  /** How often it has told that. */
  int count(String line) {
    return process.lines(line::equals).size();
  }

  /** What it has told so far that begins so. */
  List<String> told(String beginning) {
    return process.lines(line -> line.startsWith(beginning));
  }

  /** Sends a signal by its name, such as STOP. */
  Peer signal(String name) throws IOException, InterruptedException {
    process.signal(name);
    return this;
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  /** Waits until it ends, and that it ends so. */
  void awaitExit(int status) throws InterruptedException {
    process.awaitExit(status);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
