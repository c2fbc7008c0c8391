package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.PacketType;
import java.util.Arrays;

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
   * @param route of its answer
   * @param sender the identity of the gateway, or of a plain one what no identity can be
   */
  record Create(String configuration, int[] route, int id, long sender) implements Request {
    /**
     * @param words the words of its SP header, the request id last
     * @param length how many there are
     */
    static Create of(String configuration, int[] words, int length) {
      int id = words[length - 1];
      long identity = Route.identityOfCreate(words, length);
      // A plain gateway is known by its id alone. The top bit is 1, unlike in an identity.
      long sender = identity == Route.PLAIN ? Integer.toUnsignedLong(id) : identity;
      return new Create(configuration, Arrays.copyOf(words, length - 1), id, sender);
    }

    /** Whether its sender has no identity. */
    boolean isPlain() {
      return !Identity.areWords(sender);
    }

    @Override
    public int size() {
      return 2 * configuration.length() + OVERHEAD_BYTES;
    }
  }

  /**
   * A one-way packet.
   *
   * @param message null if it is DESTROY, or if there was none to read in the packet
   * @param bytes of the packet
   */
  record OneWay(PacketType type, Message message, Stream stream, int id, int bytes)
      implements Request {
    @Override
    public int size() {
      return bytes + OVERHEAD_BYTES;
    }
  }
}
