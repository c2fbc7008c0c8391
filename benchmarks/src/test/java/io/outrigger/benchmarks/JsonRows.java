package io.outrigger.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rows that a benchmark wrote, checked for the keys that every row has. */
final class JsonRows {
  private static final Set<String> KEYS =
      Set.of("protocol", "transport", "bytes", "metric", "java", "c", "ratio");

  private JsonRows() {}

  /** Runs {@code bench} with these arguments, which make it write that file. */
  static List<JsonObject> of(Path file, String... arguments) throws IOException {
    assertEquals(0, Bench.run(arguments));
    List<JsonObject> rows = new ArrayList<>();
    for (JsonElement row : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
      assertEquals(KEYS, row.getAsJsonObject().keySet());
      rows.add(row.getAsJsonObject());
    }
    return rows;
  }

  static String text(JsonObject row, String key) {
    return row.get(key).getAsString();
  }
}
