package io.outrigger.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The packets of {@code reqrep}, byte by byte: section "reqrep" of {@code docs/wire-format.md}. */
public final class Packet {
  /** Where the type stands. */
  public static final int TYPE_OFFSET = 0;

  /** Where the size of the data stands. */
  public static final int SIZE_OFFSET = 1;

  /** Where the data begins: the size of a packet's header. */
  public static final int DATA_OFFSET = 5;

  /** The size of a whole CREATE_REPLY. */
  public static final int CREATE_REPLY_BYTES = DATA_OFFSET + 1;

  /** The size of a HELLO of this version; a later one may be longer. */
  public static final int HELLO_BYTES = DATA_OFFSET + 1 + 2 * Integer.BYTES + Identity.BYTES;

  private static final byte HELLO_VERSION = 1;
  private static final long NO_CAPABILITIES = 0;
  private static final int HELLO_IDENTITY = HELLO_BYTES - Identity.BYTES;
  private static final int TEXT_OFFSET = 4;
  private static final byte CREATED = 1;
  private static final byte NOT_CREATED = 0;

  private Packet() {}

  /**
   * Checks a packet's header against the bytes that are there.
   *
   * @param bytes begins with as much of the packet as there is of its header
   * @param packetSize of the whole packet
   */
  public static PacketType checkHeader(byte[] bytes, int packetSize) throws WireException {
    if (packetSize < DATA_OFFSET) {
      throw new WireException(
          "a packet of " + packetSize + " bytes: its header alone has " + DATA_OFFSET);
    }
    PacketType type = PacketType.of(bytes[TYPE_OFFSET] & 0xFF);
    int dataSize = GatewayMessage.getInt(bytes, SIZE_OFFSET);
    if (dataSize != packetSize - DATA_OFFSET) {
      throw new WireException(
          type
              + " says it has "
              + Integer.toUnsignedString(dataSize)
              + " bytes of data: there are "
              + (packetSize - DATA_OFFSET));
    }
    return type;
  }

  /** A CREATE_REQUEST packet. */
  public static byte[] createRequest(String configuration) {
    byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
    return begin(PacketType.CREATE_REQUEST, TEXT_OFFSET + text.length)
        .putInt(text.length)
        .put(text)
        .array();
  }

  /** The configuration in a CREATE_REQUEST's data. */
  public static String decodeCreateRequest(byte[] data) throws WireException {
    if (data.length < TEXT_OFFSET) {
      throw new WireException("CREATE_REQUEST with " + data.length + " bytes of data: 4 at least");
    }
    int size = GatewayMessage.getInt(data, 0);
    if (size != data.length - TEXT_OFFSET) {
      throw WireException.ofSize(
          "CREATE_REQUEST says its configuration has", size, data.length - TEXT_OFFSET);
    }
    return GatewayMessage.text("CREATE_REQUEST with a configuration", data, TEXT_OFFSET, size);
  }

  /** A CREATE_REPLY packet. */
  public static byte[] createReply(boolean created) {
    return begin(PacketType.CREATE_REPLY, 1).put(created ? CREATED : NOT_CREATED).array();
  }

  /** What a whole CREATE_REPLY packet says. */
  public static boolean decodeCreateReply(byte[] packet) throws WireException {
    PacketType type = checkHeader(packet, packet.length);
    if (type != PacketType.CREATE_REPLY) {
      throw new WireException(type + " in place of CREATE_REPLY");
    }
    if (packet.length != CREATE_REPLY_BYTES) {
      throw new WireException(
          "CREATE_REPLY with " + (packet.length - DATA_OFFSET) + " bytes of data: it has 1");
    }
    byte status = packet[DATA_OFFSET];
    if (status != CREATED && status != NOT_CREATED) {
      throw new WireException("CREATE_REPLY with status " + status + ": it must be 0 or 1");
    }
    return status == CREATED;
  }

  /** A DESTROY packet. */
  public static byte[] destroy() {
    return begin(PacketType.DESTROY, 0).array();
  }

  /** A HELLO packet of a session that takes no BATCH. */
  public static byte[] hello(Identity identity) {
    return begin(PacketType.HELLO, HELLO_BYTES - DATA_OFFSET)
        .put(HELLO_VERSION)
        .putLong(NO_CAPABILITIES)
        .putLong(identity.words())
        .putLong(identity.rest())
        .array();
  }

  /**
   * Whose a whole HELLO packet is. Capabilities, and what a later version has behind the identity,
   * are ignored.
   */
  public static Identity decodeHello(byte[] packet) throws WireException {
    PacketType type = checkHeader(packet, packet.length);
    if (type != PacketType.HELLO) {
      throw new WireException(type + " in place of HELLO");
    }
    if (packet.length < HELLO_BYTES) {
      throw new WireException(
          "HELLO with "
              + (packet.length - DATA_OFFSET)
              + " bytes of data: at least "
              + (HELLO_BYTES - DATA_OFFSET)
              + " are needed");
    }
    if (packet[DATA_OFFSET] == 0) {
      throw new WireException("HELLO of version 0: versions begin with 1");
    }
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    long words = bytes.getLong(HELLO_IDENTITY);
    if (!Identity.areWords(words)) {
      throw new WireException(
          "HELLO with the identity words "
              + Long.toHexString(words)
              + ": a top bit is 1, or all are 0");
    }
    return new Identity(words, bytes.getLong(HELLO_IDENTITY + Long.BYTES));
  }

  /** A packet with its header, at the place of its data. */
  private static ByteBuffer begin(PacketType type, int dataSize) {
    return ByteBuffer.allocate(DATA_OFFSET + dataSize).put((byte) type.code()).putInt(dataSize);
  }
}
