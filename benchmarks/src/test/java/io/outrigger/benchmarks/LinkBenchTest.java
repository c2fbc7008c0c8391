package io.outrigger.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkBenchTest {
  private static final String IDLE = "idle_cpu_percent";

  @TempDir private Path directory;

  @Test
  void measuresBothProtocolsWhereTheyRunInBothDirectionsAndIdle() throws Exception {
    Path file = directory.resolve("rows.json");

    List<JsonObject> rows =
        JsonRows.of(file, "link", "--smoke", "--bytes", "100", "--json", file.toString());

    Set<String> expected = new TreeSet<>();
    for (String kind : List.of("pair ipc ", "reqrep ipc ", "reqrep tcp ")) {
      for (String metric :
          List.of(
              "messages_per_s_to_host",
              "messages_per_s_to_gateway",
              "echo_us_p50",
              "echo_us_p99",
              "echo_us_p999",
              IDLE)) {
        expected.add(kind + metric);
      }
    }
    assertEquals(
        expected,
        rows.stream()
            .map(
                row ->
                    JsonRows.text(row, "protocol")
                        + " "
                        + JsonRows.text(row, "transport")
                        + " "
                        + JsonRows.text(row, "metric"))
            .collect(Collectors.toCollection(TreeSet::new)));
    for (JsonObject row : rows) {
      if (JsonRows.text(row, "metric").equals(IDLE)) {
        assertTrue(row.get("c").isJsonNull(), row::toString);
      } else {
        assertTrue(row.get("java").getAsDouble() > 0, row::toString);
        assertTrue(row.get("c").getAsDouble() > 0, row::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pair", "reqrep"})
  void measuresWhatLargeMessagesCostWithoutALink(String protocol) throws Exception {
    Path file = directory.resolve("rows.json");
    List<JsonObject> rows =
        JsonRows.of(
            file,
            ("link --smoke --transport ipc --bytes 65536 --protocol "
                    + protocol
                    + " --json "
                    + file)
                .split(" "));

    List<JsonObject> without =
        rows.stream()
            .filter(row -> JsonRows.text(row, "metric").equals("messages_per_s_without_link"))
            .toList();
    assertEquals(1, without.size(), rows::toString);
    assertTrue(without.get(0).get("java").getAsDouble() > 0, without::toString);
    assertTrue(without.get(0).get("c").getAsDouble() > 0, without::toString);
  }
}
