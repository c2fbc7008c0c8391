package io.outrigger.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostBenchTest {
  @TempDir private Path directory;

  @Test
  void writesTimeMemoryAndThreadsAsRowsAndAsATable() throws Exception {
    Path json = directory.resolve("rows.json");
    Path document = directory.resolve("performance.md");
    Files.writeString(document, "# Before\n<!-- results -->\nold\n<!-- end -->\nAfter\n");

    List<JsonObject> rows =
        JsonRows.of(
            json, "cost", "--smoke", "--json", json.toString(), "--markdown", document.toString());

    assertEquals(
        List.of(
            "host_create_ms",
            "host_rss_mb",
            "host_threads",
            "gateway_rss_mb_2_proxies",
            "gateway_threads_2_proxies",
            "host_pss_mb_2_proxies",
            "gateway_rss_mb_2_modules",
            "gateway_threads_2_modules"),
        rows.stream().map(row -> JsonRows.text(row, "metric")).toList());
    for (JsonObject row : rows) {
      assertTrue(row.get("java").getAsDouble() > 1, row::toString);
      assertTrue(row.get("c").isJsonNull(), row::toString);
    }
    String text = Files.readString(document);
    assertTrue(text.startsWith("# Before\n<!-- results -->\n"), text);
    assertTrue(text.endsWith("\n<!-- end -->\nAfter\n"), text);
    assertTrue(text.contains("| reqrep | ipc |  | host_create_ms | "), text);
    assertTrue(!text.contains("old"), text);
  }

  @Test
  void aFileThatCannotTakeTheResultsIsRefusedBeforeTheWorkBegins() throws Exception {
    Path document = Files.writeString(directory.resolve("performance.md"), "no place here");

    assertEquals(1, Bench.run("cost", "--markdown", document.toString()));
    assertEquals(1, Bench.run("cost", "--json", directory.resolve("none/rows.json").toString()));

    assertEquals("no place here", Files.readString(document));
  }
}
