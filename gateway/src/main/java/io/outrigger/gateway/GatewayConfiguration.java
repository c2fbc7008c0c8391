package io.outrigger.gateway;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway consists of.
 *
 * @param modules in the order in which they are created
 * @param patience how long a module may take for what is in its inbox when the gateway stops
 */
record GatewayConfiguration(List<ModuleEntry> modules, List<LinkEntry> links, Duration patience) {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * @throws ConfigurationException with everything that is wrong with the file
   */
  static GatewayConfiguration read(Path file) throws ConfigurationException {
    ConfigurationProblems problems = new ConfigurationProblems();
    ConfigurationObject root = ConfigurationObject.read(file, problems);
    ModuleList modules = new ModuleList(new Loaders(root));
    root.requiredObjects("modules").forEach(modules::add);
    List<LinkEntry> links = readLinks(root.objects("links"), modules);
    root.rejectUnknownKeys();
    problems.throwIfAny();
    return new GatewayConfiguration(modules.entries(), links, PATIENCE);
  }

  private static List<LinkEntry> readLinks(List<ConfigurationObject> objects, ModuleList modules) {
    List<LinkEntry> links = new ArrayList<>();
    for (ConfigurationObject object : objects) {
      LinkEntry link = readLink(object, modules);
      boolean repeated =
          links.stream()
              .anyMatch(
                  other ->
                      other.source().equals(link.source()) && other.sink().equals(link.sink()));
      if (repeated && !link.source().isEmpty() && !link.sink().isEmpty()) {
        object.problem("source", "this link is here a second time: leave one of them");
      }
      links.add(link);
    }
    return links;
  }

  private static LinkEntry readLink(ConfigurationObject object, ModuleList modules) {
    String source = object.requiredString("source");
    String sink = object.requiredString("sink");
    if (!source.equals(LinkEntry.ALL)) {
      modules.requireName(object, "source", source);
    }
    modules.requireName(object, "sink", sink);
    LinkRule rule = LinkRule.read(object);
    object.rejectUnknownKeys();
    return new LinkEntry(source, sink, rule);
  }
}
