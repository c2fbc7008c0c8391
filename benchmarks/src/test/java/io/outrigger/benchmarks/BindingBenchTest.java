package io.outrigger.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingBenchTest {
  @TempDir private Path directory;

  @Test
  void writesARowForEachMetricOfEachProtocolAndTransport() throws Exception {
    Path file = directory.resolve("rows.json");

    List<JsonObject> rows =
        JsonRows.of(file, "binding", "--smoke", "--bytes", "100", "--json", file.toString());

    assertEquals(2 * 2 * 4, rows.size());
    Set<String> kinds =
        rows.stream()
            .map(row -> JsonRows.text(row, "protocol") + " " + JsonRows.text(row, "transport"))
            .collect(Collectors.toSet());
    assertEquals(Set.of("pair ipc", "pair tcp", "reqrep ipc", "reqrep tcp"), kinds);
    Set<String> metrics =
        rows.stream().map(row -> JsonRows.text(row, "metric")).collect(Collectors.toSet());
    assertEquals(Set.of("messages_per_s", "rtt_us_p50", "rtt_us_p99", "rtt_us_p999"), metrics);
    for (JsonObject row : rows) {
      assertEquals(100, row.get("bytes").getAsInt(), row::toString);
      double java = row.get("java").getAsDouble();
      double c = row.get("c").getAsDouble();
      assertTrue(java > 0 && c > 0, row::toString);
      assertEquals(
          java / c, row.get("ratio").getAsDouble(), 0.001 + 0.01 * java / c, row::toString);
    }
  }

  @Test
  void anUnknownProtocolIsAnErrorThatNamesTheRightOnes() {
    assertEquals(2, Bench.run("binding", "--smoke", "--protocol", "pub"));
  }
}
