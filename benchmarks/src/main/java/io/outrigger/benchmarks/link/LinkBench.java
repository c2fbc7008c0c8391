package io.outrigger.benchmarks.link;

import io.outrigger.benchmarks.BenchOptions;
import io.outrigger.benchmarks.Benchmark;
import io.outrigger.benchmarks.Effort;
import io.outrigger.benchmarks.Selection;
import io.outrigger.benchmarks.binding.Couple;
import io.outrigger.benchmarks.contest.Contest;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.process.ProcessState;
import io.outrigger.benchmarks.report.Aim;
import io.outrigger.benchmarks.report.Cell;
import io.outrigger.benchmarks.report.Machine;
import io.outrigger.benchmarks.report.Report;
import io.outrigger.benchmarks.report.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Module to module, gateway and host, beside raw C. */
@Command(
    name = "link",
    description = "From module to module through gateway and host, beside raw C sockets.",
    mixinStandardHelpOptions = true)
public final class LinkBench implements Callable<Integer>, Benchmark {
  private static final String PAIR = "pair";
  private static final int SMALL_BYTES = 100;
  private static final int LARGE_BYTES = 65536;

  /** Of the collectors, heaps and compilers that were tried for messages of the large size. */
  private static final List<String> FASTEST_JVM = List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmn8m");

  private static final int IDLE_ROUNDS = 15;
  private static final int IDLE_AFTER_MESSAGES = 1000;

  @Mixin private BenchOptions options;
  @Mixin private Selection selection = new Selection();

  @Override
  public Integer call() throws Exception {
    return options.run(this);
  }

  @Override
  public void measure(BenchOptions options, Report report) throws Exception {
    List<Cell> cells = selection.cells().stream().filter(LinkBench::isThere).toList();
    report.begin(
        "link: from module to module through gateway and host, beside raw C sockets",
        List.of(
            Machine.describe(),
            "settings: %s, C and Java alternately, medians of the rounds"
                .formatted(options.effort()),
            "java: gateway and host started by the distribution's launchers, with their settings",
            "c: binding-peer to binding-peer, one socket's messages of the same size",
            "messages_per_s_without_link: two JVMs with %s; messages are made, encoded, sent,"
                    .formatted(String.join(" ", FASTEST_JVM))
                + " received and decoded there, and nothing else"));
    Effort effort = options.effort();
    for (Cell cell : cells) {
      measure(cell, effort, report);
    }
    for (Cell quiet : cells.stream().map(Cell::ofNoSize).distinct().toList()) {
      measureIdle(quiet, effort, report);
    }
  }

  private static void measure(Cell cell, Effort effort, Report report)
      throws IOException, InterruptedException {
    Contest toHost = new Contest(effort);
    Contest toGateway = new Contest(effort);
    Contest echo = new Contest(effort);
    for (int fork = 0; fork < effort.forks(); fork++) {
      try (Endpoints endpoints = new Endpoints();
          Couple c = Couple.c(cell, endpoints);
          GatewayProcess java = start(cell, endpoints)) {
        toHost.run(count -> java.toHost(count, cell.bytes()), c::oneWay);
        toGateway.run(count -> java.toGateway(count, cell.bytes()), c::oneWay);
        echo.run(count -> java.echo(count, cell.bytes()), c::roundTrip);
      }
    }
    Aim oneWay = oneWayAim(cell.bytes());
    report.add(cell, "messages_per_s_to_host", toHost, 0, oneWay);
    report.add(cell, "messages_per_s_to_gateway", toGateway, 0, oneWay);
    report.add(cell, "echo_us_p50", echo, 0, Aim.ratioAtMost(2.5));
    report.add(cell, "echo_us_p99", echo, 1, Aim.NONE);
    report.add(cell, "echo_us_p999", echo, 2, Aim.NONE);
    if (cell.bytes() >= LARGE_BYTES) {
      report.add(cell, "messages_per_s_without_link", withoutLink(cell, effort), 0, Aim.NONE);
    }
  }

  /** The rest of the cost: two programs without gateway and host, where bytes are most of it. */
  private static Contest withoutLink(Cell cell, Effort effort)
      throws IOException, InterruptedException {
    Contest contest = new Contest(effort);
    for (int fork = 0; fork < effort.forks(); fork++) {
      try (Endpoints endpoints = new Endpoints();
          Couple c = Couple.c(cell, endpoints);
          Couple java = Couple.java(cell, endpoints, FASTEST_JVM, MessagePeer.class)) {
        contest.run(java::oneWay, c::oneWay);
      }
    }
    return contest;
  }

  private static GatewayProcess start(Cell cell, Endpoints endpoints)
      throws IOException, InterruptedException {
    GatewayFiles files = new GatewayFiles(endpoints);
    if (cell.protocol().equals(PAIR)) {
      files.addPair();
    } else {
      files.addReqRep(cell.transport());
    }
    return GatewayProcess.start(files.writeGateway());
  }

  /** The C gateway's protocol knows ipc alone. */
  private static boolean isThere(Cell cell) {
    return !cell.protocol().equals(PAIR) || cell.transport().equals("ipc");
  }

  private static Aim oneWayAim(int bytes) {
    if (bytes >= LARGE_BYTES) {
      return Aim.ratioAtLeast(0.8);
    }
    return bytes <= SMALL_BYTES ? Aim.ratioAtLeast(0.5) : Aim.NONE;
  }

  /** What gateway and host cost while nobody publishes. */
  private static void measureIdle(Cell cell, Effort effort, Report report)
      throws IOException, InterruptedException {
    Duration duration = effort.round().multipliedBy(IDLE_ROUNDS);
    try (Endpoints endpoints = new Endpoints();
        GatewayProcess java = start(cell, endpoints)) {
      java.toHost(IDLE_AFTER_MESSAGES, SMALL_BYTES);
      java.toGateway(IDLE_AFTER_MESSAGES, SMALL_BYTES);
      // The work before leaves some for the compiler.
      ProcessState.cpuPercent(java.processes(), duration.dividedBy(3));
      double percent = ProcessState.cpuPercent(java.processes(), duration);
      report.add(Row.of(cell, "idle_cpu_percent", percent), Aim.under(1));
    }
  }
}
