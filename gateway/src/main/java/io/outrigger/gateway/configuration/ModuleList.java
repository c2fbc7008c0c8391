package io.outrigger.gateway.configuration;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.Location;
import io.outrigger.configuration.Nearest;
import io.outrigger.gateway.GatewayBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code modules} of a configuration. */
final class ModuleList {
  private static final int MOST_INBOX_MESSAGES = 1_000_000;

  private final Loaders loaders;
  private final List<ModuleEntry> entries = new ArrayList<>();
  private final Map<String, Location> places = new LinkedHashMap<>();

  ModuleList(Loaders loaders) {
    this.loaders = loaders;
  }

  List<ModuleEntry> entries() {
    return List.copyOf(entries);
  }

  void add(ConfigurationObject object) {
    String name = object.requiredString("name");
    checkName(object, name);
    boolean required = object.flag("required", true);
    ModuleLoader loader = loaders.read(object, required);
    String configuration = object.json("args").orElse("null");
    int inboxMessages =
        object.integer(
            "inbox.messages", GatewayBuilder.DEFAULT_INBOX_MESSAGES, 1, MOST_INBOX_MESSAGES);
    object.warnOfUnknownKeys();
    entries.add(new ModuleEntry(name, loader, configuration, inboxMessages, required));
  }

  private void checkName(ConfigurationObject object, String name) {
    if (name.isBlank()) {
      return;
    }
    if (name.equals(GatewayBuilder.ALL) || name.chars().anyMatch(Character::isISOControl)) {
      object.problem(
          "name", "this can't be a module's name: '*' means all modules, and a name is one line");
    }
    Location first = places.putIfAbsent(name, object.location("name"));
    if (first != null) {
      object.problem(
          "name",
          "a module of this name is in line "
              + first.line()
              + ", column "
              + first.column()
              + ": each needs a name of its own");
    }
  }

  /** Adds a problem if there is no module of the name that this key has for its value. */
  void requireName(ConfigurationObject link, String key, String name) {
    if (!name.isBlank() && !places.containsKey(name)) {
      link.problem(
          key,
          "there is no module of this name: "
              + Nearest.hint(name, places.keySet(), places.keySet()));
    }
  }
}
