package io.outrigger.benchmarks.binding;

import io.outrigger.benchmarks.process.ChildProcess;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.process.Programs;
import io.outrigger.benchmarks.report.Cell;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server and a client in the same language, connected; idle except for what is told here. */
public final class Couple implements AutoCloseable {
  private static final int FIRST_COUNT = 20;

  private final ChildProcess server;
  private final ChildProcess client;

  /** The kinds of work. */
  public enum Work {
    ONE_WAY("one-way"),
    ROUND_TRIP("round-trip");

    private final String command;

    Work(String command) {
      this.command = command;
    }
  }

  private Couple(ChildProcess server, ChildProcess client) {
    this.server = server;
    this.client = client;
  }

  /** Starts a couple of C programs. */
  public static Couple c(Cell cell, Endpoints endpoints) throws IOException, InterruptedException {
    return start("C", cell, endpoints, arguments -> Programs.c("binding-peer", arguments));
  }

  /** Starts a couple of JVMs. */
  static Couple java(Cell cell, Endpoints endpoints, List<String> jvmOptions)
      throws IOException, InterruptedException {
    return start(
        "Java", cell, endpoints, arguments -> Programs.java(jvmOptions, Peer.class, arguments));
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
   * Has the couple do this much work.
   *
   * @return nanoseconds: the time that the messages after the first took, or the median, the 99th
   *     and the 99.9th percentile of the round trips
   */
  public long[] run(Work work, int count) throws InterruptedException {
    server.tell(work.command + " " + count);
    client.tell(work.command + " " + count);
    String fromServer = server.answer();
    String fromClient = client.answer();
    String numbers = work == Work.ONE_WAY ? fromServer : fromClient;
    return Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /**
   * Works for this long.
   *
   * @param slice how long one run of the warm-up takes, about
   * @return how many messages or round trips this couple does in a second, by the last slice
   */
  double warmUp(Work work, Duration duration, Duration slice) throws InterruptedException {
    long begin = System.nanoTime();
    int count = FIRST_COUNT;
    double perSecond;
    do {
      long sliceBegin = System.nanoTime();
      run(work, count);
      perSecond = count * 1e9 / (System.nanoTime() - sliceBegin);
      // Not more than four times the last: the first slices are slower than what comes.
      count = (int) Math.min(4.0 * count, countFor(perSecond, slice));
    } while (System.nanoTime() - begin < duration.toNanos());
    return perSecond;
  }

  /** How much work takes this long. */
  static int countFor(double perSecond, Duration duration) {
    return (int) Math.max(FIRST_COUNT, perSecond * duration.toNanos() / 1e9);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
