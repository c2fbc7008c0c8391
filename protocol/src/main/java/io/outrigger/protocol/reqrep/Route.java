package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.wire.Identity;

/**
 * The SP header of a request as a listener gets it: the connection, a word for each device between,
 * and then what the sender put there. An Outrigger sender puts three words before its request id,
 * its {@link Identity} and the base; a plain NN_REQ socket puts the id alone.
 */
final class Route {
  /** In place of the identity of a sender that has none. */
  static final long PLAIN = 0;

  /** The words of an identity, and the base. */
  static final int SENDER_WORDS = 3;

  private Route() {}

  /**
   * Whose packet it is. Words that can't be an identity and a base are taken for those of devices.
   *
   * @param words the words of the SP header, the request id last
   * @param length how many there are
   * @return the words of its identity, or {@link #PLAIN}
   */
  static long identity(int[] words, int length) {
    long identity = identityOfCreate(words, length);
    int ahead = identity == PLAIN ? 0 : RequestId.distance(base(words, length), words[length - 1]);
    return ahead >= 0 && ahead <= RequestId.MAX_WINDOW ? identity : PLAIN;
  }

  /** As {@link #identity}, of CREATE_REQUEST, whose base may be any. */
  static long identityOfCreate(int[] words, int length) {
    // The connection, the sender's words, the id.
    if (length < 1 + SENDER_WORDS + 1 || words[length - 2] < 0) {
      return PLAIN;
    }
    long identity = Identity.join(words[length - 4], words[length - 3]);
    return Identity.areWords(identity) ? identity : PLAIN;
  }

  /**
   * Whether a route's connection came before the other's. A raw NN_REP socket counts its
   * connections, from a random number on (nanomsg's {@code nn_xrep_add}).
   */
  static boolean isEarlier(int[] route, int[] other) {
    return RequestId.distance(other[0], route[0]) < 0;
  }

  /** The base of a packet with an identity: the oldest id that its sender still keeps. */
  static int base(int[] words, int length) {
    return RequestId.of(words[length - 2]);
  }
}
