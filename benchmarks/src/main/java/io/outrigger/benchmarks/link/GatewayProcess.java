package io.outrigger.benchmarks.link;

import io.outrigger.benchmarks.process.ChildProcess;
import io.outrigger.benchmarks.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A gateway as a user starts it, with a probe in it, and all that it starts. */
public final class GatewayProcess implements AutoCloseable {
  private final ChildProcess gateway;

  private GatewayProcess(ChildProcess gateway) {
    this.gateway = gateway;
  }

  /** Starts the gateway of this file; returns when all its modules have started. */
  public static GatewayProcess start(Path configuration) throws IOException, InterruptedException {
    ChildProcess gateway =
        ChildProcess.start(
            "gateway",
            List.of(Programs.launcher("outrigger"), "gateway", configuration.toString()),
            Map.of("OUTRIGGER_LOG_LEVEL", "WARN"));
    try {
      answer(gateway);
    } catch (InterruptedException | RuntimeException e) {
      gateway.close();
      throw e;
    }
    return new GatewayProcess(gateway);
  }

  /** Of the probe, whose lines begin with its name, as a module's in a gateway do. */
  private static String answer(ChildProcess gateway) throws InterruptedException {
    return gateway.answer().replaceFirst("^" + GatewayFiles.PROBE + ": ", "");
  }

  /** The process id of the gateway, and those of its hosts and their launchers. */
  public List<Long> processes() {
    return gateway.withDescendants();
  }

  /** Messages per second from the gateway's module to the host's. */
  public double[] toHost(int count, int bytes) throws InterruptedException {
    return perSecond(count, tell("to-host", count, bytes));
  }

  /** Messages per second from the host's module to the gateway's. */
  public double[] toGateway(int count, int bytes) throws InterruptedException {
    return perSecond(count, tell("to-gateway", count, bytes));
  }

  /** The median, the 99th and the 99.9th percentile of the round trip, in microseconds. */
  public double[] echo(int count, int bytes) throws InterruptedException {
    return Arrays.stream(tell("echo", count, bytes)).mapToDouble(nanos -> nanos / 1e3).toArray();
  }

  private long[] tell(String work, int count, int bytes) throws InterruptedException {
    gateway.tell(work + " " + count + " " + bytes);
    return Arrays.stream(answer(gateway).split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static double[] perSecond(int count, long[] nanos) {
    return new double[] {(count - 1) * 1e9 / nanos[0]};
  }

  @Override
  public void close() {
    gateway.close();
  }
}
