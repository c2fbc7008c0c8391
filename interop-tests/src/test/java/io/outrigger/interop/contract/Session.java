package io.outrigger.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.outrigger.interop.modules.Frames;
import io.outrigger.module.Message;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The two processes of a pair at work, with the test as a module of the gateway side. */
final class Session implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  private final Pair pair;
  private final Wire wire;
  private final String configuration;

  /** What came from the gateway side, whichever process it was. */
  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

  /** What ended the reading of messages, if not their end. */
  private volatile Exception unreadable;

  /** What ended the sending of messages, if not their end. */
  private volatile Exception notSent;

  private ChildProcess gateway;
  private ChildProcess host;

  /** Of what comes from the gateway. */
  private Thread reader;

  /**
   * Starts both sides.
   *
   * @param role of the module in the host
   * @param more keys for the module's configuration, each after a comma
   */
  Session(Pair pair, Path folder, String role, String more) throws IOException {
    this(pair, Wire.of(pair.protocol(), pair.transport(), folder), role, more);
  }

  /** As above, at these addresses. */
  Session(Pair pair, Wire wire, String role, String more) throws IOException {
    this.pair = pair;
    this.wire = wire;
    configuration =
        "{\"role\":\"%s\",\"record\":\"%s\"%s}"
            .formatted(role, wire.folder().resolve("record"), more);
    startHost();
    startGateway();
  }

  void startHost() throws IOException {
    host = pair.host().start(wire);
  }

  void startGateway() throws IOException {
    awaitReader();
    gateway = pair.gateway().start(wire, configuration);
    ChildProcess source = gateway;
    reader = new Thread(() -> read(source), "messages of " + gateway);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Waits until everything has been read that a gateway has written that ended, if there was one.
   */
  private void awaitReader() {
    Await.until(
        () -> "the end of what is read; " + this, () -> reader == null || !reader.isAlive());
  }

  private void read(ChildProcess source) {
    try (DataInputStream frames =
        new DataInputStream(new BufferedInputStream(source.standardOutput()))) {
      for (Message next = Frames.read(frames); next != null; next = Frames.read(frames)) {
        received.add(next);
      }
    } catch (IOException | RuntimeException e) {
      unreadable = e; // of no interest if the process was killed
    }
  }

  ChildProcess gateway() {
    return gateway;
  }

  ChildProcess host() {
    return host;
  }

  String configuration() {
    return configuration;
  }

  /** Publishes in the gateway. */
  void send(Message message) throws IOException {
    send(message, gateway.standardInput());
  }

  private static void send(Message message, OutputStream gateway) throws IOException {
    gateway.write(Frames.encode(message));
    gateway.flush();
  }

  /** Publishes in the gateway, on a thread of its own, until that process is no more. */
  void sendMeanwhile(List<Message> messages) {
    ChildProcess sink = gateway;
    Thread sender =
        new Thread(
            () -> {
              try {
                for (Message message : messages) {
                  send(message, sink.standardInput());
                }
              } catch (IOException e) {
                notSent = e; // of no interest if the process was killed
              }
            },
            "messages to " + gateway);
    sender.setDaemon(true);
    sender.start();
  }

  /** The next message from the host. */
  Message receive() throws InterruptedException {
    long end = System.nanoTime() + Await.DEADLINE.toNanos();
    Message next = null;
    while (next == null && System.nanoTime() < end) {
      boolean last = !gateway.isAlive() || !host.isAlive();
      next = received.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (last) {
        end = System.nanoTime();
      }
    }
    assertNotNull(next, () -> "no message came; " + this);
    return next;
  }

  /** Sends messages and requires that the same come back, all, in order. */
  void exchange(List<Message> messages) throws InterruptedException {
    sendMeanwhile(messages);
    for (Message message : messages) {
      assertEquals(message, receive(), this::toString);
    }
  }

  /** Requires that nothing came but what was received. */
  void requireNothingMore() {
    assertEquals(List.of(), List.copyOf(received));
  }

  /** The calls of the modules that were in the host, of this name, with their arguments. */
  List<String> calls(String name) {
    try {
      return Files.readAllLines(wire.folder().resolve("record")).stream()
          .filter(line -> line.startsWith(name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the modules that were in the host got so many calls of this name. */
  void awaitCalls(String name, int count) {
    Await.until(() -> count + " calls of " + name + "; " + this, () -> calls(name).size() >= count);
  }

  /** Ends the gateway side in an orderly way, and requires that the host side follows. */
  void stop() throws IOException, InterruptedException {
    gateway.signal("TERM");
    gateway.awaitExit(0);
    host.awaitExit(0);
    awaitReader();
  }

  @Override
  public void close() {
    gateway.close();
    host.close();
  }

  @Override
  public String toString() {
    return String.join(
        "\n",
        "reading ended by " + unreadable + ", sending by " + notSent,
        "the gateway side says:",
        gateway.output(),
        gateway.threadDump(),
        "the host says:",
        host.output(),
        host.threadDump());
  }
}
