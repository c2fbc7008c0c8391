package io.outrigger.protocol.pair;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.GatewayEndpoint;
import io.outrigger.protocol.HostEndpoint;
import io.outrigger.protocol.Protocol;
import java.util.List;

/** {@code pair} for the registry of protocols. */
public final class PairProtocol implements Protocol {

  /** For the registry. */
  public PairProtocol() {}

  @Override
  public String name() {
    return "pair";
  }

  @Override
  public String key() {
    return "control.id";
  }

  @Override
  public GatewayEndpoint gateway(ConfigurationObject keys) {
    PairSettings settings = PairSettings.read(keys);
    return new GatewayEndpoint(
        List.of(),
        List.of(settings.controlUrl(), settings.messageUrl()),
        (module, waiting, listener) -> new PairGatewaySession(settings, module, waiting, listener));
  }

  @Override
  public HostEndpoint host(ConfigurationObject keys) {
    PairHostSettings settings = PairHostSettings.read(keys);
    return () -> PairHostSession.open(settings);
  }
}
