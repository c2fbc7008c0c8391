package io.outrigger.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhBenchTest {
  @TempDir private Path directory;

  @Test
  void tellsWhatACallCostsAndHowMuchGarbageItMakes() throws Exception {
    Path file = directory.resolve("rows.json");

    assertEquals(0, Bench.run("jmh", "--smoke", "--json", file.toString(), "CallBenchmark"));

    List<String> names = new ArrayList<>();
    for (JsonElement element : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
      JsonObject result = element.getAsJsonObject();
      String name = result.get("benchmark").getAsString();
      names.add(name.substring(name.lastIndexOf('.') + 1));
      JsonObject time = result.getAsJsonObject("primaryMetric");
      assertEquals("ns/op", time.get("scoreUnit").getAsString());
      assertTrue(time.get("score").getAsDouble() > 0, name);
      assertTrue(result.getAsJsonObject("secondaryMetrics").has("gc.alloc.rate.norm"), name);
    }
    assertEquals(
        List.of("receiveNothing", "sendAndReceive", "sendAndReceiveWithHeader", "statistic"),
        names);
  }
}
