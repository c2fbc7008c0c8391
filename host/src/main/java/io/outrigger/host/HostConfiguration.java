package io.outrigger.host;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.protocol.HostEndpoint;
import io.outrigger.protocol.Protocol;
import io.outrigger.runtime.CallLimits;
import io.outrigger.runtime.ModuleClass;
import io.outrigger.runtime.ModuleLoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a host's configuration says.
 *
 * @param modulePath a jar or a class folder, which is there ({@code module.path})
 * @param moduleClass the module's class; empty when the jar itself names it ({@code module.class})
 * @param limits after which a call of the module hangs ({@code hang.timeout.ms} and others)
 * @param gracePeriod how long the module may take to be destroyed when a signal ends the process
 *     ({@code grace.period.ms})
 * @param endpoint the session with the gateway; its keys are the protocol's
 */
record HostConfiguration(
    Path modulePath,
    Optional<String> moduleClass,
    CallLimits limits,
    Duration gracePeriod,
    HostEndpoint endpoint) {
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(8);

  /** Loads the module's class; none of its code runs. */
  ModuleClass loadModule() throws ModuleLoadException {
    return moduleClass.isPresent()
        ? ModuleClass.load(List.of(modulePath), moduleClass.get())
        : ModuleClass.loadDeclared(modulePath);
  }

  /**
   * Reads the file.
   *
   * @throws ConfigurationException with everything that is wrong with it
   */
  static HostConfiguration read(Path file) throws ConfigurationException {
    ConfigurationProblems problems = new ConfigurationProblems();
    return read(ConfigurationObject.read(file, problems), problems);
  }

  /**
   * Reads what options of the command line stand for; paths are relative to the working directory.
   *
   * @throws ConfigurationException with everything that is wrong with them
   */
  static HostConfiguration of(LaunchOptions options) throws ConfigurationException {
    ConfigurationProblems problems = new ConfigurationProblems();
    return read(ConfigurationObject.ofOptions(options.keys(), problems), problems);
  }

  private static HostConfiguration read(ConfigurationObject keys, ConfigurationProblems problems)
      throws ConfigurationException {
    HostConfiguration configuration =
        new HostConfiguration(
            modulePath(keys),
            moduleClass(keys),
            limits(keys),
            keys.milliseconds("grace.period.ms", GRACE_PERIOD, Duration.ZERO, Duration.ofDays(1)),
            Protocol.of(keys).host(keys));
    keys.rejectUnknownKeys();
    problems.throwIfAny();
    return configuration;
  }

  private static CallLimits limits(ConfigurationObject keys) {
    CallLimits defaults = CallLimits.DEFAULTS;
    return new CallLimits(
        limit(keys, "create.timeout.ms", defaults.create()),
        limit(keys, "start.timeout.ms", defaults.start()),
        limit(keys, "hang.timeout.ms", defaults.receive()),
        limit(keys, "destroy.timeout.ms", defaults.destroy()));
  }

  private static Duration limit(ConfigurationObject keys, String key, Duration byDefault) {
    return keys.milliseconds(key, byDefault, Duration.ZERO, Duration.ofDays(1));
  }

  private static Path modulePath(ConfigurationObject keys) {
    Path path = keys.requiredPath("module.path").normalize();
    if (!Files.exists(path)) {
      keys.problem(
          "module.path",
          "there is no "
              + path
              + ": give the module's jar or class folder, relative to "
              + keys.folder());
    } else if (!Files.isReadable(path)) {
      keys.problem("module.path", "this process may not read " + path + ": check its permissions");
    }
    return path;
  }

  private static Optional<String> moduleClass(ConfigurationObject keys) {
    Optional<String> name = keys.string("module.class");
    if (name.isPresent() && name.get().isBlank()) {
      keys.problem(
          "module.class",
          "the text is empty; name the module's class with its package, or leave the key out");
    }
    return name;
  }
}
