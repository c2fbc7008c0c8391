package io.outrigger.samples;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes numbers as text and publishes, for each, the average of the latest ones, with the
 * properties of the message that it came in.
 *
 * <p>Configuration: {@code window}, how many numbers make an average (default 4).
 */
public final class MovingAverage implements GatewayModule {
  private static final Logger LOG = LoggerFactory.getLogger(MovingAverage.class);

  private static final class AverageSettings {
    int window = 4;
  }

  private final Deque<Double> latest = new ArrayDeque<>();
  private Broker broker;
  private int window;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
    window = Settings.read(configuration, new AverageSettings(), AverageSettings.class).window;
    if (window < 1) {
      throw new IllegalArgumentException("window is " + window + ": it must be at least 1");
    }
  }

  @Override
  public void receive(Message message) {
    String number = new String(message.content(), StandardCharsets.UTF_8);
    latest.addLast(Double.parseDouble(number));
    if (latest.size() > window) {
      latest.removeFirst();
    }
    double mean = latest.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    String average = String.format(Locale.ROOT, "%.2f", mean);

    Map<String, String> properties = new LinkedHashMap<>(message.properties());
    properties.put("average.process", Long.toString(ProcessHandle.current().pid()));
    broker.publish(Message.of(properties, average.getBytes(StandardCharsets.UTF_8)));
    LOG.info(
        "reading {}: {} makes an average of {}", message.property("sequence"), number, average);
  }
}
