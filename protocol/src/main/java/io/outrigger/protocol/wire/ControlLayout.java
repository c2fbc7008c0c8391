package io.outrigger.protocol.wire;

/** The layout of control packets: section "pair" of {@code docs/wire-format.md}. */
final class ControlLayout {
  static final int FIRST_BYTE = 0xA1;
  static final int SECOND_BYTE = 0x6C;
  static final int VERSION = 1;

  static final int VERSION_OFFSET = 2;
  static final int TYPE_OFFSET = 3;
  static final int TOTAL_SIZE_OFFSET = 4;
  static final int BODY_OFFSET = 8;

  static final int CREATE = 1;
  static final int REPLY = 2;
  static final int START = 3;
  static final int DESTROY = 4;

  static final int MESSAGE_VERSION_OFFSET = 8;
  static final int CHANNEL_TYPE_OFFSET = 9;
  static final int URL_SIZE_OFFSET = 10;
  static final int URL_OFFSET = 14;

  static final int MESSAGE_VERSION = 1;

  /** NN_PAIR, the only kind of channel there is. */
  static final int PAIR_CHANNEL = 16;

  /** A CREATE with a URI and arguments of which nothing is left. */
  static final int MIN_CREATE_SIZE = URL_OFFSET + Integer.BYTES;

  static final int REPLY_SIZE = BODY_OFFSET + 1;

  private ControlLayout() {}
}
