package io.outrigger.nanomsg;

/** What a {@link NanoPoller} waits for on a socket. */
public enum Interest {
  /**
   * That a receive doesn't wait. On a cooked SURVEYOR also that there is no survey, so that it
   * fails.
   */
  RECEIVE("NN_RCVFD"),

  /** That a send doesn't wait. It is so most of the time: wait for it while there is something. */
  SEND("NN_SNDFD");

  private final String descriptorOption;

  Interest(String descriptorOption) {
    this.descriptorOption = descriptorOption;
  }

  /** The option that gives the file descriptor which is readable when that is so. */
  String descriptorOption() {
    return descriptorOption;
  }
}
