package io.outrigger.benchmarks.binding;

import io.outrigger.benchmarks.process.ChildProcess;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.process.Programs;
import io.outrigger.benchmarks.report.Cell;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server and a client in the same language, connected; idle except for what is told here. */
public final class Couple implements AutoCloseable {
  private final ChildProcess server;
  private final ChildProcess client;

  private Couple(ChildProcess server, ChildProcess client) {
    this.server = server;
    this.client = client;
  }

  /** Starts a couple of C programs. */
  public static Couple c(Cell cell, Endpoints endpoints) throws IOException, InterruptedException {
    return start("C", cell, endpoints, arguments -> Programs.c("binding-peer", arguments));
  }

  /**
   * Starts a couple of JVMs.
   *
   * @param peer a program that takes the arguments and commands of {@link Peer}
   */
  public static Couple java(Cell cell, Endpoints endpoints, List<String> jvmOptions, Class<?> peer)
      throws IOException, InterruptedException {
    return start("Java", cell, endpoints, arguments -> Programs.java(jvmOptions, peer, arguments));
  }

  private static Couple start(
      String language, Cell cell, Endpoints endpoints, UnaryOperator<List<String>> command)
      throws IOException, InterruptedException {
    String url = endpoints.next(cell.transport());
    ChildProcess server = start(language, "server", cell, url, command);
    try {
      server.answer();
      ChildProcess client = start(language, "client", cell, url, command);
      client.answer();
      return new Couple(server, client);
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static ChildProcess start(
      String language, String side, Cell cell, String url, UnaryOperator<List<String>> command)
      throws IOException {
    List<String> arguments = List.of(side, cell.protocol(), url, Integer.toString(cell.bytes()));
    return ChildProcess.start(language + " " + side, command.apply(arguments));
  }

  /**
   * Has the client send and the server receive.
   *
   * @return messages per second, by the time from the first to the last at the receiver
   */
  public double[] oneWay(int count) throws InterruptedException {
    tell("one-way " + count);
    long nanos = Long.parseLong(server.answer());
    client.answer();
    return new double[] {(count - 1) * 1e9 / nanos};
  }

  /**
   * Has the client ask and the server send back.
   *
   * @return the median, the 99th and the 99.9th percentile, in microseconds
   */
  public double[] roundTrip(int count) throws InterruptedException {
    tell("round-trip " + count);
    server.answer();
    return Arrays.stream(client.answer().split(" "))
        .mapToDouble(nanos -> Long.parseLong(nanos) / 1e3)
        .toArray();
  }

  private void tell(String command) {
    server.tell(command);
    client.tell(command);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
