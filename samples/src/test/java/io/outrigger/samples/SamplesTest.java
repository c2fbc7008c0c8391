package io.outrigger.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules by themselves: no gateway is needed to test a module. */
class SamplesTest {
  private static final String PID = Long.toString(ProcessHandle.current().pid());

  private final BlockingQueue<Message> published = new LinkedBlockingQueue<>();

  private Message next() throws InterruptedException {
    return published.poll(30, TimeUnit.SECONDS);
  }

  private static String text(Message message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  @Test
  void sensorPublishesAsManyReadingsAsItIsTold() throws Exception {
    Sensor sensor = new Sensor();
    sensor.create(published::add, "{\"count\": 3, \"interval.ms\": 1}");
    sensor.start();
    for (int i = 1; i <= 3; i++) {
      Message reading = next();
      assertNotNull(reading);
      assertEquals(
          Map.of("sequence", Integer.toString(i), "sensor.process", PID), reading.properties());
      assertTrue(text(reading).matches("\\d\\d\\.\\d\\d"), text(reading));
    }
    assertNull(published.poll(50, TimeUnit.MILLISECONDS));
    sensor.destroy();
  }

  @Test
  void destroyedSensorPublishesNothingMore() throws Exception {
    Sensor sensor = new Sensor();
    sensor.create(published::add, "{\"interval.ms\": 1}");
    sensor.start();
    assertNotNull(next());
    sensor.destroy();
    published.clear();
    assertNull(published.poll(50, TimeUnit.MILLISECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"count\": -1}", "{\"interval.ms\": 0}", "{\"count\": \"many\"}", "[]"})
  void sensorRefusesAWrongConfiguration(String configuration) {
    Sensor sensor = new Sensor();
    assertThrows(
        IllegalArgumentException.class, () -> sensor.create(published::add, configuration));
  }

  @Test
  void averageIsThatOfTheLatestReadings() throws Exception {
    MovingAverage average = new MovingAverage();
    average.create(published::add, "{\"window\": 2}");
    for (String reading : List.of("1", "2", "4.5")) {
      average.receive(
          Message.of(Map.of("sequence", "7"), reading.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals("1.00", text(next()));
    assertEquals("1.50", text(next()));
    Message last = next();
    assertEquals("3.25", text(last));
    assertEquals(Map.of("sequence", "7", "average.process", PID), last.properties());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"window\": 0}", "{\"window\": 1.5}"})
  void averageRefusesAWrongConfiguration(String configuration) {
    GatewayModule average = new MovingAverage();
    assertThrows(
        IllegalArgumentException.class, () -> average.create(published::add, configuration));
  }

  @Test
  void printerPrintsTheWayOfAMessage() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("sequence", "7");
    properties.put("sensor.process", "11");
    properties.put("average.process", "12");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      new Printer().receive(Message.of(properties, "21.5".getBytes(StandardCharsets.UTF_8)));
    } finally {
      System.setOut(before);
    }
    assertEquals(
        "reading 7: 21.5 °C on average; sensor in process 11, average in process 12, printer in"
            + " process "
            + PID,
        printed.toString(StandardCharsets.UTF_8).strip());
  }
}
