package io.outrigger.protocol.wire;

/** What a host says in a REPLY. */
public enum ControlStatus {
  /** The module is created. */
  OK(0),
  /** The host can't open the message channel that CREATE names. */
  CONNECTION_ERROR(1),
  /** The module can't be created. */
  CREATION_ERROR(2),
  /** The host has no module: it leaves, or has just come and asks for CREATE. */
  DETACH(0xFF);

  private final int code;

  ControlStatus(int code) {
    this.code = code;
  }

  /** The byte that stands for it. */
  int code() {
    return code;
  }

  static ControlStatus of(int code) throws WireException {
    for (ControlStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new WireException("REPLY with status " + code + ": it must be 0, 1, 2 or 255");
  }
}
