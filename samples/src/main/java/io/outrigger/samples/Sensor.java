package io.outrigger.samples;

import com.google.gson.annotations.SerializedName;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the temperature of a room at a fixed interval: the content is a number of degrees
 * Celsius as text, the property {@code sequence} counts from 1.
 *
 * <p>Configuration: {@code count} of readings (default 0: without end) and {@code interval.ms}
 * between them (default 1000).
 */
public final class Sensor implements GatewayModule {
  private static final Logger LOG = LoggerFactory.getLogger(Sensor.class);
  private static final double MEAN = 21;
  private static final double SWING = 2;
  private static final int READINGS_PER_SWING = 16;

  private static final class SensorSettings {
    long count;

    @SerializedName("interval.ms")
    long intervalMillis = 1000;
  }

  private Broker broker;
  private SensorSettings settings;
  private ScheduledExecutorService clock;

  /** Of the clock's thread. */
  private long sequence;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
    settings = Settings.read(configuration, new SensorSettings(), SensorSettings.class);
    if (settings.count < 0 || settings.intervalMillis < 1) {
      throw new IllegalArgumentException(
          "count is "
              + settings.count
              + " and interval.ms is "
              + settings.intervalMillis
              + ": they must be at least 0 and 1");
    }
  }

  @Override
  public void start() {
    clock = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sensor"));
    clock.scheduleAtFixedRate(this::read, 0, settings.intervalMillis, TimeUnit.MILLISECONDS);
  }

  private void read() {
    try {
      sequence++;
      Map<String, String> properties = new LinkedHashMap<>();
      properties.put("sequence", Long.toString(sequence));
      properties.put("sensor.process", Long.toString(ProcessHandle.current().pid()));
      String reading = String.format(Locale.ROOT, "%.2f", temperature(sequence));
      broker.publish(Message.of(properties, reading.getBytes(StandardCharsets.UTF_8)));
      LOG.info("published reading {}: {} °C", sequence, reading);
    } catch (RuntimeException e) {
      LOG.warn("reading {} was not published: {}", sequence, e.toString());
    }
    if (sequence == settings.count) {
      clock.shutdown();
    }
  }

  private static double temperature(long sequence) {
    return MEAN + SWING * Math.sin(2 * Math.PI * sequence / READINGS_PER_SWING);
  }

  @Override
  public void receive(Message message) {
    LOG.warn("a sensor receives nothing, and got {}", message);
  }

  @Override
  public void destroy() throws InterruptedException {
    if (clock != null) {
      clock.shutdownNow();
      clock.awaitTermination(1, TimeUnit.SECONDS);
    }
  }
}
