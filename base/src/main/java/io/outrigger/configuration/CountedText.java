package io.outrigger.configuration;

import java.io.Reader;

/** Gives a text one character at a time, so that it knows how far its reader has come. */
final class CountedText extends Reader {
  private final String text;
  private int count;

  CountedText(String text) {
    this.text = text;
  }

  /** How many characters were read. */
  int count() {
    return count;
  }

  @Override
  public int read(char[] target, int offset, int length) {
    if (count == text.length()) {
      return -1;
    }
    target[offset] = text.charAt(count++);
    return 1;
  }

  @Override
  public void close() {}
}
