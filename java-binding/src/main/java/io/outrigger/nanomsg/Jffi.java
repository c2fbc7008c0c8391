package io.outrigger.nanomsg;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Runtime;

/**
 * jffi, on which jnr-ffi stands, and which has a native library of its own to unpack: into the
 * directory for ours, if one was chosen. All uses of it before that of libnanomsg go through here.
 */
final class Jffi {
  /** jffi's own property; default the temporary directory, then the working directory. */
  private static final String DIRECTORY_PROPERTY = "jffi.extract.dir";

  static final MemoryIO MEMORY;
  static final Runtime RUNTIME;

  static {
    String chosen = System.getProperty(BundledLibrary.DIRECTORY_PROPERTY);
    if (chosen != null && System.getProperty(DIRECTORY_PROPERTY) == null) {
      try {
        Files.createDirectories(Path.of(chosen));
      } catch (IOException e) {
        // jffi will say that it can't unpack there.
      }
      System.setProperty(DIRECTORY_PROPERTY, chosen);
    }
    MEMORY = MemoryIO.getInstance();
    RUNTIME = Runtime.getSystemRuntime();
  }

  private Jffi() {}
}
