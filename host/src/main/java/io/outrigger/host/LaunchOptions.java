package io.outrigger.host;

import com.google.gson.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The keys of a configuration file as options, for a gateway that launches its host by a command
 * line: the C gateway's {@code launch}. A host that is launched ends with its gateway unless it is
 * told otherwise.
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
      description = "the module's class with its package, unless the jar names it itself")
  private String moduleClass;

  @Option(
      names = "--on-gateway-gone",
      paramLabel = "WORD",
      description = "exit, or wait for the next one; exit unless given")
  private String onGatewayGone = "exit";

  @Option(
      names = "--orphan-timeout-ms",
      paramLabel = "MS",
      description = "how long to be without a gateway before exit; 30000 unless given")
  private Long orphanTimeout;

  @Option(
      names = "--reattach-after-ms",
      paramLabel = "MS",
      description =
          "how long a gateway may send no CREATE before it is asked for it: longer than its timeout;"
              + " 3000 unless given")
  private Long reattachAfter;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "BYTES",
      description = "the largest message that is sent; 1048576 unless given")
  private Long maxMessageBytes;

  private LaunchOptions() {}

  /** The configuration that they stand for, as JSON text. */
  String toJson() {
    JsonObject keys = new JsonObject();
    keys.addProperty("control.id", controlId);
    keys.addProperty("module.path", modulePath);
    keys.addProperty("on.gateway.gone", onGatewayGone);
    Optional.ofNullable(moduleClass).ifPresent(name -> keys.addProperty("module.class", name));
    add(keys, "orphan.timeout.ms", orphanTimeout);
    add(keys, "reattach.after.ms", reattachAfter);
    add(keys, "max.message.bytes", maxMessageBytes);
    return keys.toString();
  }

  private static void add(JsonObject keys, String key, Long value) {
    if (value != null) {
      keys.addProperty(key, value);
    }
  }
}
