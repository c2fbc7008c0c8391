package io.outrigger.configuration;

import java.util.List;

/** A configuration can't be used. The message has every problem on a line of its own. */
public class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param problems each with its place, for the user to read
   */
  public ConfigurationException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
