package io.outrigger.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/**
 * The keys of a configuration file as options, for a gateway that launches its host by a command
 * line: the C gateway's {@code launch}. By default a host that is launched ends with its gateway.
 */
final class LaunchOptions {
  @Option(
      names = "--control-id",
      required = true,
      paramLabel = "PATH",
      description = "the control.id that the gateway's configuration has for this module")
  private String controlId;

  @Option(
      names = "--module-path",
      required = true,
      paramLabel = "PATH",
      description = "the module's jar or class folder")
  private String modulePath;

  @Option(
      names = "--module-class",
      paramLabel = "NAME",
      description = "the module's class with its package; default the one that the jar names")
  private String moduleClass;

  @Option(
      names = "--on-gateway-gone",
      paramLabel = "WORD",
      description = "exit, or wait for the next one; default exit")
  private String onGatewayGone = "exit";

  @Option(
      names = "--orphan-timeout-ms",
      paramLabel = "MS",
      description = "how long to be without a gateway before exit; default 30000")
  private Long orphanTimeout;

  @Option(
      names = "--reattach-after-ms",
      paramLabel = "MS",
      description =
          "how long a gateway may send no CREATE before it is asked for it: longer than its timeout;"
              + " default 3000")
  private Long reattachAfter;

  @Option(
      names = "--grace-period-ms",
      paramLabel = "MS",
      description =
          "how long the module may take to be destroyed when a signal ends the host; default 8000")
  private Long gracePeriod;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "BYTES",
      description = "the largest message that is sent; default 1048576")
  private Long maxMessageBytes;

  private LaunchOptions() {}

  /** The keys that they stand for. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("control.id", controlId);
    keys.put("module.path", modulePath);
    keys.put("module.class", moduleClass);
    keys.put("on.gateway.gone", onGatewayGone);
    keys.put("orphan.timeout.ms", orphanTimeout);
    keys.put("reattach.after.ms", reattachAfter);
    keys.put("grace.period.ms", gracePeriod);
    keys.put("max.message.bytes", maxMessageBytes);
    keys.values().removeIf(Objects::isNull);
    return keys;
  }
}
