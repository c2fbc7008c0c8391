package io.outrigger.configuration;

/**
 * A place in a configuration file.
 *
 * @param file as the user named it
 * @param line counted from 1; 0 for the file as a whole
 * @param column counted from 1, in UTF-16 units as most editors do; 0 for the file as a whole
 * @param path of the value within the file, as JSONPath; empty for the file as a whole
 */
public record Location(String file, int line, int column, String path) {

  /** The file as a whole, for what has no place inside it. */
  static Location of(String file) {
    return new Location(file, 0, 0, "");
  }

  /** As compilers write it, so that editors can jump there: {@code file:line:column: path}. */
  @Override
  public String toString() {
    return (line == 0 ? file : file + ":" + line + ":" + column)
        + (path.isEmpty() ? "" : ": " + path);
  }
}
