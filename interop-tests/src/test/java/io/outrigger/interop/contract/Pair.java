package io.outrigger.interop.contract;

/** Two peers, and what they speak with each other. */
record Pair(GatewayPeer gateway, HostPeer host, Protocol protocol, Transport transport) {

  @Override
  public String toString() {
    return gateway.name() + ", " + host.name() + ", " + protocol + ", " + transport;
  }
}
