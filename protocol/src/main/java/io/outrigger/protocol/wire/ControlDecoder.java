package io.outrigger.protocol.wire;

/** Reads control packets. */
public final class ControlDecoder {
  private ControlDecoder() {}

  /**
   * Reads one packet, of all the bytes there are.
   *
   * @throws WireException if they aren't exactly one well-formed packet; a {@link CreateException}
   *     if they would be a CREATE
   */
  public static ControlPacket decode(byte[] bytes) throws WireException {
    switch (checkHeader(bytes)) {
      case ControlLayout.CREATE -> {
        try {
          return create(bytes);
        } catch (WireException e) {
          throw new CreateException(e.getMessage());
        }
      }
      case ControlLayout.REPLY -> {
        checkSize("REPLY", bytes, ControlLayout.REPLY_SIZE);
        return new ControlPacket.Reply(ControlStatus.of(bytes[ControlLayout.BODY_OFFSET] & 0xFF));
      }
      case ControlLayout.START -> {
        checkSize("START", bytes, ControlLayout.BODY_OFFSET);
        return new ControlPacket.Start();
      }
      default -> {
        checkSize("DESTROY", bytes, ControlLayout.BODY_OFFSET);
        return new ControlPacket.Destroy();
      }
    }
  }

  /** A packet that says it is CREATE and can't be read: its sender waits for an answer. */
  public static final class CreateException extends WireException {
    private static final long serialVersionUID = 1L;

    CreateException(String message) {
      super(message);
    }
  }

  private static int checkHeader(byte[] bytes) throws WireException {
    if (bytes.length < ControlLayout.BODY_OFFSET) {
      throw new WireException(
          "a control packet of "
              + bytes.length
              + " bytes: its header alone has "
              + ControlLayout.BODY_OFFSET);
    }
    if ((bytes[0] & 0xFF) != ControlLayout.FIRST_BYTE || bytes[1] != ControlLayout.SECOND_BYTE) {
      throw new WireException(
          "a control packet begins with %02x %02x: it must begin with a1 6c"
              .formatted(bytes[0], bytes[1]));
    }
    if (bytes[ControlLayout.VERSION_OFFSET] != ControlLayout.VERSION) {
      throw new WireException(
          "a control packet of version "
              + (bytes[ControlLayout.VERSION_OFFSET] & 0xFF)
              + ": it must be 1");
    }
    int type = bytes[ControlLayout.TYPE_OFFSET] & 0xFF;
    if (type < ControlLayout.CREATE || type > ControlLayout.DESTROY) {
      throw new WireException("a control packet of type " + type + ": it must be 1 to 4");
    }
    int total = GatewayMessage.getInt(bytes, ControlLayout.TOTAL_SIZE_OFFSET);
    if (total != bytes.length) {
      throw new WireException(
          "a control packet says it has "
              + Integer.toUnsignedString(total)
              + " bytes: it has "
              + bytes.length);
    }
    return type;
  }

  private static void checkSize(String name, byte[] bytes, int size) throws WireException {
    if (bytes.length != size) {
      throw new WireException(name + " of " + bytes.length + " bytes: " + size + " are needed");
    }
  }

  private static ControlPacket create(byte[] bytes) throws WireException {
    if (bytes.length < ControlLayout.MIN_CREATE_SIZE) {
      throw new WireException(
          "CREATE of "
              + bytes.length
              + " bytes: the smallest has "
              + ControlLayout.MIN_CREATE_SIZE);
    }
    int messageVersion = bytes[ControlLayout.MESSAGE_VERSION_OFFSET] & 0xFF;
    if (messageVersion != ControlLayout.MESSAGE_VERSION) {
      throw new WireException(
          "CREATE for gateway messages of version " + messageVersion + ": it must be 1");
    }
    int channelType = bytes[ControlLayout.CHANNEL_TYPE_OFFSET] & 0xFF;
    if (channelType != ControlLayout.PAIR_CHANNEL) {
      throw new WireException(
          "CREATE with a message channel of type " + channelType + ": it must be 16, NN_PAIR");
    }
    int urlSize = GatewayMessage.getInt(bytes, ControlLayout.URL_SIZE_OFFSET);
    int sizeLeft = bytes.length - ControlLayout.MIN_CREATE_SIZE;
    if (urlSize < 0 || urlSize > sizeLeft) {
      throw WireException.ofSize("CREATE says its URI has", urlSize, sizeLeft);
    }
    int configurationAt = ControlLayout.MIN_CREATE_SIZE + urlSize;
    int configurationSize = GatewayMessage.getInt(bytes, ControlLayout.URL_OFFSET + urlSize);
    if (configurationSize != bytes.length - configurationAt) {
      throw WireException.ofSize(
          "CREATE says its configuration has", configurationSize, bytes.length - configurationAt);
    }
    String url = text("URI", bytes, ControlLayout.URL_OFFSET, urlSize);
    if (url.indexOf('\0') >= 0) {
      throw new WireException("CREATE with U+0000 inside its URI");
    }
    String configuration = text("configuration", bytes, configurationAt, configurationSize);
    // A C host reads it as far as the first NUL.
    int end = configuration.indexOf('\0');
    return new ControlPacket.Create(url, end < 0 ? configuration : configuration.substring(0, end));
  }

  /** A text whose size may count a NUL at its end; the C gateway takes it without, too. */
  private static String text(String what, byte[] bytes, int offset, int size) throws WireException {
    int length = size > 0 && bytes[offset + size - 1] == 0 ? size - 1 : size;
    return GatewayMessage.text("CREATE with a " + what, bytes, offset, length);
  }
}
