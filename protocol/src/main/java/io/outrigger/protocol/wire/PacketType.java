package io.outrigger.protocol.wire;

/** The packets of {@code reqrep}. */
public enum PacketType {
  CREATE_REQUEST(1),
  CREATE_REPLY(2),
  MESSAGE_RECEIVE(3),
  MESSAGE_PUBLISH(4),
  DESTROY(5),
  HELLO(6);

  /** The first one has the code 1. */
  private static final PacketType[] TYPES = values();

  private final int code;

  PacketType(int code) {
    this.code = code;
  }

  /** The first byte of such a packet. */
  public int code() {
    return code;
  }

  /**
   * The type of a packet.
   *
   * @throws WireException if there is none of this code
   */
  public static PacketType of(int code) throws WireException {
    if (code < 1 || code > TYPES.length) {
      throw new WireException("a packet of type " + code + ": 1 to 6 are known");
    }
    return TYPES[code - 1];
  }
}
