package io.outrigger.protocol.pair;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import java.util.Locale;
import java.util.Map;

/** The settings of a {@code control.id}, and the defaults for the rest. */
final class TestSettings {
  private TestSettings() {}

  static PairSettings gateway(String controlId) {
    return PairSettings.read(keys(Map.of("control.id", controlId)));
  }

  static PairHostSettings host(String controlId, OnGatewayGone onGatewayGone) {
    String gone = onGatewayGone.name().toLowerCase(Locale.ROOT);
    return PairHostSettings.read(keys(Map.of("control.id", controlId, "on.gateway.gone", gone)));
  }

  private static ConfigurationObject keys(Map<String, Object> keys) {
    return ConfigurationObject.ofOptions(keys, new ConfigurationProblems());
  }
}
