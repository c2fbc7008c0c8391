package io.outrigger.configuration;

/** Text out of a file, made fit to stand in one line of an error. */
final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /** In single quotes, shortened, and without characters that could end or forge a line. */
  static String of(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST) {
        return quoted.append("…'").toString();
      }
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('\'').toString();
  }
}
