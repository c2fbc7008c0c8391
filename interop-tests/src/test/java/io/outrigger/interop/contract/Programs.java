package io.outrigger.interop.contract;

import java.nio.file.Path;

/** What the build made of the C side, and laid out as a user would. */
final class Programs {
  private static final Path FOLDER = Path.of(System.getProperty("outrigger.peers"));

  private Programs() {}

  /** A program or library in the folder of C peers. */
  static Path peer(String name) {
    return FOLDER.resolve(name);
  }
}
