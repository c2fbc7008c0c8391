package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;

/** A request that a listener took from its socket. */
sealed interface Request {
  /** What an object of it takes beside its bytes, about. */
  int OVERHEAD_BYTES = 96;

  /** About the memory it takes, in bytes. */
  int size();

  /**
   * CREATE_REQUEST.
   *
   * @param configuration of the module
   * @param way back to its sender
   */
  record Create(String configuration, int[] way, int id) implements Request {
    @Override
    public int size() {
      return 2 * configuration.length() + OVERHEAD_BYTES;
    }
  }

  /**
   * A one-way packet.
   *
   * @param message null if it is DESTROY
   * @param bytes of the packet
   */
  record OneWay(Message message, Stream stream, int id, int bytes) implements Request {
    @Override
    public int size() {
      return bytes + OVERHEAD_BYTES;
    }
  }
}
