package io.outrigger.activation.fork;

import java.util.List;

/**
 * What to run as a module host.
 *
 * @param path of the executable
 * @param arguments for it
 */
public record HostProgram(String path, List<String> arguments) {

  /** As one would type it. */
  @Override
  public String toString() {
    return (path + " " + String.join(" ", arguments)).strip();
  }
}
