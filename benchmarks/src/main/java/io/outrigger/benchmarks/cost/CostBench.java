package io.outrigger.benchmarks.cost;

import io.outrigger.benchmarks.BenchOptions;
import io.outrigger.benchmarks.Benchmark;
import io.outrigger.benchmarks.link.GatewayFiles;
import io.outrigger.benchmarks.link.GatewayProcess;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.process.ProcessState;
import io.outrigger.benchmarks.report.Aim;
import io.outrigger.benchmarks.report.Cell;
import io.outrigger.benchmarks.report.Machine;
import io.outrigger.benchmarks.report.Report;
import io.outrigger.benchmarks.report.Row;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.UndeliveredException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Start-up time, memory and threads. */
@Command(
    name = "cost",
    description = "What gateway and hosts need: time to start, memory, threads.",
    mixinStandardHelpOptions = true)
public final class CostBench implements Callable<Integer>, Benchmark {
  private static final Cell MESSAGES = new Cell("reqrep", "ipc", 100);
  private static final Cell NO_SIZE = MESSAGES.ofNoSize();
  private static final int CROWD_MESSAGES = 10_000;
  private static final int SMALL_CROWD = 10;

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    return options.run(this);
  }

  @Override
  public void measure(BenchOptions options, Report report) throws Exception {
    CostEffort effort = CostEffort.of(options.effort());
    report.begin(
        "cost: what gateway and hosts need",
        List.of(
            Machine.describe(),
            "settings: " + effort,
            "gateway and hosts started by the distribution's launchers; MB of 1,048,576 bytes"));
    measureHost(effort, report);
    for (int remotes : effort.remotes()) {
      measureGateway(remotes, true, report);
    }
    for (int modules : effort.inProcess()) {
      measureGateway(modules, false, report);
    }
  }

  private static void measureHost(CostEffort effort, Report report)
      throws IOException, InterruptedException, SessionException, UndeliveredException {
    new HostCost(effort.messages()).measure(); // reads the files, so that they are cached
    HostCost host = new HostCost(effort.messages());
    for (int i = 0; i < effort.hosts(); i++) {
      host.measure();
    }
    report.add(Row.of(NO_SIZE, "host_create_ms", host.createMillis()), Aim.under(500));
    report.add(Row.of(MESSAGES, "host_rss_mb", host.residentMegabytes()), Aim.under(64));
    report.add(Row.of(NO_SIZE, "host_threads", host.threads()), Aim.NONE);
  }

  /** A gateway with so many modules, after messages to all of them. */
  private static void measureGateway(int count, boolean remote, Report report)
      throws IOException, InterruptedException {
    try (Endpoints endpoints = new Endpoints()) {
      GatewayFiles files = new GatewayFiles(endpoints);
      for (int i = 0; i < count; i++) {
        if (remote) {
          files.addReqRep(NO_SIZE.transport());
        } else {
          files.addInProcess();
        }
      }
      try (GatewayProcess gateway = GatewayProcess.start(files.writeGateway())) {
        gateway.toHost(CROWD_MESSAGES, MESSAGES.bytes());
        String with = "_" + count + (remote ? "_proxies" : "_modules");
        report(gateway.processes(), with, remote && count <= SMALL_CROWD, report);
      }
    }
  }

  /**
   * The gateway is the first of the processes; the others are each host's launcher and the host.
   */
  private static void report(List<Long> pids, String with, boolean limited, Report report)
      throws IOException {
    double resident = ProcessState.residentMegabytes(pids.get(0));
    report.add(
        Row.of(MESSAGES, "gateway_rss_mb" + with, resident), limited ? Aim.under(96) : Aim.NONE);
    report.add(
        Row.of(NO_SIZE, "gateway_threads" + with, ProcessState.threads(pids.get(0))), Aim.NONE);
    List<Long> others = pids.subList(1, pids.size());
    if (!others.isEmpty()) {
      double sum = 0;
      for (long process : others) {
        sum += ProcessState.proportionalMegabytes(process);
      }
      report.add(Row.of(MESSAGES, "host_pss_mb" + with, sum / (others.size() / 2)), Aim.NONE);
    }
  }
}
