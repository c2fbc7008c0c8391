package io.outrigger.interop.contract;

/** Two peers, and what they speak with each other. */
record Pair(GatewayPeer gateway, HostPeer host, Protocol protocol, Transport transport) {

  private static final int MANY = 100_000;

  /** How many messages each way are many for it, or {@code outrigger.contract.messages}. */
  int many() {
    return Integer.getInteger("outrigger.contract.messages", host.isSlow() ? MANY / 10 : MANY);
  }

  @Override
  public String toString() {
    String fewer = many() == MANY ? "" : ", " + many() + " messages each way";
    return gateway.name() + ", " + host.name() + ", " + protocol + ", " + transport + fewer;
  }
}
