package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.wire.PacketType;

/**
 * One request that a listener took from its socket.
 *
 * @param type of its packet
 * @param data of its packet, without the packet's header
 * @param returnPath the words of the SP header that a reply goes back by: the connection, whatever
 *     devices lie between, the request id
 */
record Request(PacketType type, byte[] data, int[] returnPath) {
  private static final int OVERHEAD = 64;

  /** About the memory it takes, in bytes. */
  int size() {
    return data.length + OVERHEAD;
  }
}
