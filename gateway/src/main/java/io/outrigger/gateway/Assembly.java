package io.outrigger.gateway;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.gateway.GatewayException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a gateway of its configuration. */
final class Assembly {
  private final Map<String, ModuleRunner> modules = new LinkedHashMap<>();
  private final ConfigurationProblems problems = new ConfigurationProblems();

  private Assembly() {}

  /**
   * Loads all modules and links them; what was loaded is closed again if one of them can't be.
   *
   * @param configuration in which every link names modules that are there
   */
  static Gateway of(GatewayConfiguration configuration) throws GatewayException {
    Assembly assembly = new Assembly();
    configuration.modules().forEach(assembly::load);
    try {
      assembly.problems.throwIfAny();
    } catch (ConfigurationException e) {
      assembly.modules.values().forEach(module -> module.loaded().close());
      throw new GatewayException(Reason.MODULE, e.getMessage(), e);
    }
    return new Gateway(
        List.copyOf(assembly.modules.values()),
        assembly.link(configuration.links()),
        configuration.patience());
  }

  private void load(ModuleEntry entry) {
    try {
      LoadedModule loaded = entry.loader().load(entry.name());
      modules.put(
          entry.name(),
          new ModuleRunner(entry.name(), loaded, entry.configuration(), entry.bound()));
    } catch (ModuleLoadException e) {
      problems.add(e.where(), e.getMessage());
    }
  }

  private List<Link> link(List<LinkEntry> entries) {
    WaitGraph waits = new WaitGraph();
    List<Link> all = new ArrayList<>();
    for (ModuleRunner source : modules.values()) {
      List<Link> outgoing = new ArrayList<>();
      rules(source.name(), entries)
          .forEach(
              (sink, rule) ->
                  outgoing.add(new Link(source.name(), modules.get(sink), rule, waits)));
      source.broker().setLinks(outgoing);
      all.addAll(outgoing);
    }
    return all;
  }

  /** By sink; what is said of one source counts more than what is said of all. */
  private static Map<String, LinkRule> rules(String source, List<LinkEntry> entries) {
    Map<String, LinkRule> rules = new LinkedHashMap<>();
    for (LinkEntry entry : entries) {
      if (entry.source().equals(source)) {
        rules.put(entry.sink(), entry.rule());
      } else if (entry.fromAll() && !entry.sink().equals(source)) {
        rules.putIfAbsent(entry.sink(), entry.rule());
      }
    }
    return rules;
  }
}
