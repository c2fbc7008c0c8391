package io.outrigger.interop.death;

/**
 * How a {@link Scene} names its link in the two configuration files: a proxy and its host, or the C
 * gateway's loader {@code outprocess} and a host with a {@code control.id}.
 */
enum Wiring {
  REQREP(
      """
      "loader": {"name": "proxy"}, "args": {
            "listen.url": "ipc://$folder/to-gateway", "remote.url": "ipc://$folder/to-host",
            $linkKeys
            "module.configuration": $configuration}""",
      """
      "listen.url": "ipc://$folder/to-host", "remote.url": "ipc://$folder/to-gateway","""),
  PAIR(
      """
      "loader": {"name": "outprocess", "entrypoint": {
            "control.id": "$folder/control", "message.id": "$folder/message",
            $linkKeys
            "activation.type": "none"}}, "args": $configuration""",
      """
      "control.id": "$folder/control",""");

  private final String inGateway;
  private final String inHost;

  Wiring(String inGateway, String inHost) {
    this.inGateway = inGateway;
    this.inHost = inHost;
  }

  /** The keys of the remote module in the gateway's file, without a comma behind them. */
  String inGateway(String linkKeys) {
    return inGateway.replace("$linkKeys", linkKeys);
  }

  /** The keys of the link in the host's file, each with a comma behind it. */
  String inHost() {
    return inHost;
  }
}
