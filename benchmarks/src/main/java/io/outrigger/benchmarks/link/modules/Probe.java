package io.outrigger.benchmarks.link.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The module in the gateway's process. It takes its commands from the process's stdin, one in a
 * line, and answers on stdout: {@code to-host COUNT BYTES}, {@code to-gateway COUNT BYTES} (both:
 * nanoseconds from the first to the last message) and {@code echo COUNT BYTES} (median, 99th and
 * 99.9th percentile of the round trips, in nanoseconds). Ends the process at the end of stdin.
 */
public final class Probe implements GatewayModule {
  private Broker broker;

  /** Written by the thread of the commands before it sends anything that this one is to take. */
  private volatile Measurement measurement;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
  }

  @Override
  public void start() {
    Thread commands = new Thread(this::obey, "commands of the probe");
    commands.setDaemon(true);
    commands.start();
  }

  private void obey() {
    try {
      BufferedReader stdin =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      for (String line = stdin.readLine(); line != null; line = stdin.readLine()) {
        String[] words = line.split(" ");
        measurement =
            Measurement.of(
                words[0], broker, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        measurement.begin();
        System.out.println(measurement.result.join());
      }
      System.exit(0);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  @Override
  public void receive(Message message) {
    measurement.receive(message);
  }
}
