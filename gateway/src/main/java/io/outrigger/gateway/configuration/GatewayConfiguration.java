package io.outrigger.gateway.configuration;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.gateway.Gateway;
import io.outrigger.gateway.GatewayBuilder;
import io.outrigger.gateway.GatewayException;
import io.outrigger.gateway.GatewayException.Reason;
import io.outrigger.gateway.LinkSettings;
import io.outrigger.gateway.OverflowPolicy;
import io.outrigger.runtime.ModuleClass;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway's configuration file says.
 *
 * @param modules in the order in which those of the gateway's own process are created
 * @param stopTimeout how long the whole stop may take, if the file says that
 */
public record GatewayConfiguration(
    List<ModuleEntry> modules, List<LinkEntry> links, Optional<Duration> stopTimeout) {
  private static final Duration SHORTEST_STOP = Duration.ofMillis(100);
  private static final Duration LONGEST_STOP = Duration.ofDays(1);

  /**
   * Reads a file.
   *
   * @throws ConfigurationException with everything that is wrong with the file
   */
  public static GatewayConfiguration read(Path file) throws ConfigurationException {
    ConfigurationProblems problems = new ConfigurationProblems();
    ConfigurationObject root = ConfigurationObject.read(file, problems);
    ModuleList modules = new ModuleList(new Loaders(root));
    root.requiredObjects("modules").forEach(modules::add);
    List<LinkEntry> links = readLinks(root.objects("links"), modules);
    Duration stopTimeout =
        root.milliseconds("stop.timeout.ms", Duration.ZERO, SHORTEST_STOP, LONGEST_STOP);
    root.rejectUnknownKeys();
    problems.throwIfAny();
    return new GatewayConfiguration(
        modules.entries(), links, Optional.of(stopTimeout).filter(given -> !given.isZero()));
  }

  /**
   * Reads a file and loads the modules' classes. No code of a module runs yet, no address is
   * opened.
   *
   * @throws ConfigurationException with everything that is wrong with the file
   * @throws GatewayException with every required module that can't be loaded
   */
  public static Gateway open(Path file) throws ConfigurationException, GatewayException {
    return read(file).load();
  }

  /**
   * Does what {@link #open} does, and leaves nothing open.
   *
   * @throws ConfigurationException with everything that is wrong with the file
   * @throws GatewayException with every module that can't be loaded, also if it isn't required
   */
  public static void check(Path file) throws ConfigurationException, GatewayException {
    GatewayConfiguration read = read(file);
    List<ModuleEntry> all = read.modules.stream().map(ModuleEntry::asRequired).toList();
    new GatewayConfiguration(all, read.links, read.stopTimeout).load().close();
  }

  private Gateway load() throws GatewayException {
    GatewayBuilder builder = Gateway.builder();
    List<ModuleClass> loaded = new ArrayList<>();
    ConfigurationProblems problems = new ConfigurationProblems();
    for (ModuleEntry module : modules) {
      module.loader().add(module, builder, problems).ifPresent(loaded::add);
      if (!module.required()) {
        builder.notRequired(module.name());
      }
    }
    try {
      problems.throwIfAny();
    } catch (ConfigurationException e) {
      loaded.forEach(ModuleClass::close);
      throw new GatewayException(Reason.MODULE, e.getMessage(), e);
    }
    stopTimeout.ifPresent(builder::stopTimeout);
    links.forEach(link -> builder.link(link.source(), link.sink(), link.settings()));
    return builder.build();
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
    if (!source.equals(GatewayBuilder.ALL)) {
      modules.requireName(object, "source", source);
    }
    modules.requireName(object, "sink", sink);
    LinkSettings settings = readSettings(object);
    object.rejectUnknownKeys();
    return new LinkEntry(source, sink, settings);
  }

  private static LinkSettings readSettings(ConfigurationObject link) {
    OverflowPolicy overflow = link.choice("when.full", OverflowPolicy.WAIT);
    Duration timeout =
        link.milliseconds(
            "timeout.ms", LinkSettings.DEFAULT_TIMEOUT, Duration.ZERO, Duration.ofDays(1));
    if (overflow != OverflowPolicy.WAIT && link.has("timeout.ms")) {
      link.problem("timeout.ms", "this link drops and never waits: leave the key out");
    }
    return new LinkSettings(overflow, timeout);
  }
}
