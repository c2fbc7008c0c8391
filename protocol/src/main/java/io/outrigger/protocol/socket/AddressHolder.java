package io.outrigger.protocol.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which process listens at an address of this machine, as Linux tells in {@code /proc}: of another
 * user's processes only root can know.
 */
final class AddressHolder {
  private static final Path PROC = Path.of("/proc");

  /** The state of a listening tcp socket. */
  private static final String LISTENS = "0A";

  private AddressHolder() {}

  /** The process in words, if it can be found. */
  static Optional<String> find(String url) {
    Set<String> sockets =
        url.startsWith("ipc://") ? ofPath(url.substring("ipc://".length())) : ofPort(url);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          return Optional.of("process " + process.getFileName() + " (" + name(process) + ")");
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Lines of {@code /proc/net/unix} end with the socket's number and its path. */
  private static Set<String> ofPath(String path) {
    Set<String> numbers = new HashSet<>();
    for (String line : lines("net/unix")) {
      if (line.endsWith(" " + path)) {
        String[] words = line.substring(0, line.length() - path.length()).strip().split(" +");
        numbers.add(words[words.length - 1]);
      }
    }
    return numbers;
  }

  /** Lines of {@code /proc/net/tcp} have address and port, the state, and the socket's number. */
  private static Set<String> ofPort(String url) {
    String port = "%04X".formatted(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    Set<String> numbers = new HashSet<>();
    for (String file : List.of("net/tcp", "net/tcp6")) {
      for (String line : lines(file)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 9 && words[1].endsWith(":" + port) && words[3].equals(LISTENS)) {
          numbers.add(words[9]);
        }
      }
    }
    return numbers;
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(PROC.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")
            && sockets.contains(target.substring("socket:[".length(), target.length() - 1))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
    return false;
  }

  private static String name(Path process) throws IOException {
    return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
  }
}
