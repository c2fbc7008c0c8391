package io.outrigger.protocol.wire;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;

/** The golden bytes of {@code wire-vectors.json}. */
public final class Vectors {
  private static final JsonObject ALL = read();

  /** What a test does with one of them. */
  public interface Check {
    void accept(JsonObject vector, byte[] bytes) throws Exception;
  }

  private Vectors() {}

  private static JsonObject read() {
    try (Reader reader =
        new InputStreamReader(
            Vectors.class.getResourceAsStream("/wire-vectors.json"), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonObject> cases(String group, String kind) {
    JsonArray array = ALL.getAsJsonObject(group).getAsJsonArray(kind);
    return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
  }

  /** The bytes of each vector. */
  public static Stream<byte[]> bytes(String group, String kind) {
    return cases(group, kind).map(vector -> hex(vector, "hex"));
  }

  /** A test for each vector, under its name. */
  public static Stream<DynamicTest> tests(String group, String kind, Check check) {
    return cases(group, kind)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.get("name").getAsString(),
                    () -> check.accept(vector, hex(vector, "hex"))));
  }

  public static byte[] hex(JsonObject vector, String key) {
    return HexFormat.of().parseHex(vector.get(key).getAsString());
  }
}
