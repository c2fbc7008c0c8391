package io.outrigger.interop.pair;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The golden bytes of the codec tests, in hexadecimal by their names. */
final class Vectors {
  private static final Path FILE = Path.of(System.getProperty("outrigger.wire.vectors"));

  private Vectors() {}

  static Map<String, String> read(String group, String kind) throws IOException {
    Map<String, String> vectors = new LinkedHashMap<>();
    try (Reader reader = Files.newBufferedReader(FILE)) {
      JsonObject all = JsonParser.parseReader(reader).getAsJsonObject();
      for (JsonElement vector : all.getAsJsonObject(group).getAsJsonArray(kind)) {
        JsonObject object = vector.getAsJsonObject();
        vectors.put(object.get("name").getAsString(), object.get("hex").getAsString());
      }
    }
    return vectors;
  }
}
