package io.outrigger.protocol.reqrep;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.GatewayEndpoint;
import io.outrigger.protocol.HostEndpoint;
import io.outrigger.protocol.Protocol;
import java.util.List;

/** {@code reqrep} for the registry of protocols. */
public final class ReqRepProtocol implements Protocol {

  /** For the registry. */
  public ReqRepProtocol() {}

  @Override
  public String name() {
    return "reqrep";
  }

  @Override
  public String key() {
    return "listen.url";
  }

  @Override
  public GatewayEndpoint gateway(ConfigurationObject keys) {
    ReqRepSettings settings = ReqRepSettings.ofGateway(keys);
    return new GatewayEndpoint(
        List.of(settings.listenUrl()),
        List.of(settings.remoteUrl()),
        (module, waiting, listener) ->
            new ReqRepGatewaySession(settings, module, waiting, listener));
  }

  @Override
  public HostEndpoint host(ConfigurationObject keys) {
    ReqRepSettings settings = ReqRepSettings.ofHost(keys);
    return () -> ReqRepHostSession.open(settings);
  }
}
