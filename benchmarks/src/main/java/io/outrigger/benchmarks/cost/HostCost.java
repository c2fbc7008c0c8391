package io.outrigger.benchmarks.cost;

import io.outrigger.base.QueueBound;
import io.outrigger.benchmarks.contest.Samples;
import io.outrigger.benchmarks.link.GatewayFiles;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.process.ProcessState;
import io.outrigger.benchmarks.process.Programs;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.UndeliveredException;
import io.outrigger.protocol.reqrep.ReqRepGatewaySession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.protocol.reqrep.WindowLimits;
import io.outrigger.protocol.wire.MessageEncoder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts hosts and plays their gateway, with the same session that a proxy has. */
final class HostCost {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int BYTES = 100;
  private static final QueueBound NOTHING_WAITS = new QueueBound(0, 0);

  private final Samples createMillis = new Samples();
  private final int messages;
  private double residentMegabytes;
  private long threads;

  /**
   * @param messages that each host gets and sends back before its memory is measured
   */
  HostCost(int messages) {
    this.messages = messages;
  }

  /** Starts a host, measures, and ends it. */
  void measure() throws IOException, InterruptedException, SessionException, UndeliveredException {
    CountDownLatch echoes = new CountDownLatch(messages);
    try (Endpoints endpoints = new Endpoints()) {
      String gatewayUrl = endpoints.next("ipc");
      String hostUrl = endpoints.next("ipc");
      Path file = new GatewayFiles(endpoints).writeHost("host", hostUrl, gatewayUrl);
      ReqRepSettings settings =
          new ReqRepSettings(
              gatewayUrl,
              hostUrl,
              ReqRepSettings.DEFAULT_MAX_MESSAGE_BYTES,
              WindowLimits.DEFAULT,
              TIMEOUT);
      try (GatewaySession session =
          new ReqRepGatewaySession(settings, "host", NOTHING_WAITS, new Echoes(echoes))) {
        session.open();
        long begin = System.nanoTime();
        Process host = start(file);
        try {
          session.awaitHost(TIMEOUT);
          session.create("null", TIMEOUT);
          createMillis.add((System.nanoTime() - begin) / 1e6);
          session.start();
          exchange(session, echoes);
          residentMegabytes = ProcessState.residentMegabytes(host.pid());
          threads = ProcessState.threads(host.pid());
          session.destroy(TIMEOUT);
          host.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } finally {
          host.destroyForcibly();
        }
      }
    }
  }

  private static Process start(Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Programs.launcher("outrigger-host"), file.toString())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT);
    builder.environment().putAll(Map.of("OUTRIGGER_FORKED", "1", "OUTRIGGER_LOG_LEVEL", "WARN"));
    return builder.start();
  }

  private void exchange(GatewaySession session, CountDownLatch echoes)
      throws UndeliveredException, InterruptedException {
    Map<String, String> command = Map.of("work", "echo", "count", Integer.toString(messages));
    send(session, Message.of(command, new byte[0]));
    for (int i = 0; i < messages; i++) {
      send(session, Message.of(new byte[BYTES]));
    }
    if (!echoes.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          echoes.getCount() + " of " + messages + " messages did not come back");
    }
  }

  private static void send(GatewaySession session, Message message)
      throws UndeliveredException, InterruptedException {
    session.sink().put(message, MessageEncoder.sizeOf(message));
  }

  /** From the start of the process to its answer to CREATE: the median of all hosts so far. */
  double createMillis() {
    return createMillis.median(0);
  }

  /** Of the last host. */
  double residentMegabytes() {
    return residentMegabytes;
  }

  /** Of the last host. */
  long threads() {
    return threads;
  }

  /** Counts what comes back. */
  private record Echoes(CountDownLatch left) implements GatewaySession.Listener {
    @Override
    public void published(Message message) {
      left.countDown();
    }

    @Override
    public void hostLost(String reason) {
      System.err.println("the host is gone: " + reason);
    }

    @Override
    public void hostReturned() {
      System.err.println("the host is back, and should not have been gone");
    }
  }
}
