package io.outrigger.protocol.wire;

/** Bytes from outside aren't what they should be. The text says where, and what they must be. */
public class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  /** A part of a packet hasn't the size that the packet says. */
  static WireException ofSize(String says, int size, int there) {
    String number = Integer.toUnsignedString(size);
    return new WireException(says + " " + number + " bytes: there are " + there);
  }
}
