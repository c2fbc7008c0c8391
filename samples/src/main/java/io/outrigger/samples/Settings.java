package io.outrigger.samples;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

/** Reads a module's configuration. */
final class Settings {
  private Settings() {}

  /**
   * Makes settings of JSON text.
   *
   * @param byDefault what they are when the gateway's configuration has none ({@code null})
   * @throws IllegalArgumentException if the text isn't what the class needs
   */
  static <T> T read(String configuration, T byDefault, Class<T> type) {
    try {
      T read = new Gson().fromJson(configuration, type);
      return read == null ? byDefault : read;
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "the configuration " + configuration + " doesn't fit this module: " + e.getMessage(), e);
    }
  }
}
