package io.outrigger.interop.death;

/**
 * How much the tests do: by default as much as goes in seconds. The full measure is {@code
 * -Doutrigger.kill.messages=1000000 -Doutrigger.kill.kills=20}.
 */
final class Scale {
  /** Messages each way. */
  static final int MESSAGES = Integer.getInteger("outrigger.kill.messages", 100_000);

  static final int KILLS = Integer.getInteger("outrigger.kill.kills", 5);

  /** The size of each message's content, in bytes. */
  static final int SIZE = 100;

  /** The most messages that a link keeps: the default of {@code window.messages}. */
  static final int WINDOW = 1024;

  private Scale() {}

  /** How many messages are to have passed in both directions before a death. */
  static int share(int death) {
    return (int) ((long) MESSAGES * death / (KILLS + 1));
  }
}
