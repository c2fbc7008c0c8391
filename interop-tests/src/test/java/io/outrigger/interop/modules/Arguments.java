package io.outrigger.interop.modules;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a module's configuration, as far as the tests write them. */
record Arguments(String json) {

  /** The folder of journals. */
  Path journals() {
    return Path.of(text("journals"));
  }

  String text(String key) {
    return find(key, "\"([^\"]*)\"");
  }

  int number(String key) {
    return Integer.parseInt(find(key, "([0-9]+)"));
  }

  private String find(String key, String value) {
    Matcher matcher = Pattern.compile("\"" + key + "\"\\s*:\\s*" + value).matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("the configuration needs '" + key + "': " + json);
    }
    return matcher.group(1).replace("\\/", "/");
  }
}
