package io.outrigger.nanomsg;

import io.outrigger.testsupport.Await;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** The file descriptors of this process, which a test may take away for a while. */
final class Descriptors {
  private Descriptors() {}

  /** Takes every file descriptor but this many. No class needs one to be loaded afterwards. */
  static Deque<Closeable> exhaust(int left) throws IOException {
    load(NanoSocket.class);
    load(Descriptors.class);
    Await.until("the class is loaded", () -> true);
    Deque<Closeable> held = new ArrayDeque<>();
    try {
      for (; ; ) {
        held.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      for (int i = 0; i < left; i++) {
        held.pop().close();
      }
    }
    return held;
  }

  /** Loads all classes beside this one. */
  private static void load(Class<?> one) throws IOException {
    Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path folder = root.resolve(one.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class.forName(one.getPackageName() + "." + name);
      }
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  static void release(Deque<Closeable> held) throws IOException {
    for (Closeable one : held) {
      one.close();
    }
  }
}
