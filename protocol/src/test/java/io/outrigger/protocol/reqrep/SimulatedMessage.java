package io.outrigger.protocol.reqrep;

/** A message, by its publisher and its place among the messages that were taken from it. */
record SimulatedMessage(SimulatedPeer publisher, int place) {
  @Override
  public String toString() {
    return publisher + "'s " + place;
  }
}
