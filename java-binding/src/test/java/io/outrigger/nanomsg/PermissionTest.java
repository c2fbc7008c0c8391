package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As root may do everything, its child runs as nobody, on copies that nobody can read. */
@Timeout(120)
class PermissionTest {
  private static final String NOBODY = "65534";

  @TempDir Path directory;

  @Test
  void whatThisUserMayNotDoIsNamedAndNotTheEndOfTheProcess() throws Exception {
    boolean root = System.getProperty("user.name").equals("root");
    Path work = Files.createDirectory(directory.resolve("work"));
    ChildJvm child = new ChildJvm(Forbidden.class).jvm("-Djava.io.tmpdir=" + work);
    if (root) {
      open(directory);
      open(work);
      child
          .classPath(readableClassPath())
          .under("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    }
    ChildJvm.Result result = child.run(work.toString());
    assertEquals(0, result.exitCode(), result.output());
    String[] lines = result.output().split("\n");
    assertTrue(
        lines[0].matches(
            "bind ipc://.*/closed/s: Permission denied \\(EACCES 13\\); choose an address that this"
                + " user may use, or change the permissions of what is there"),
        lines[0]);
    assertTrue(
        lines[1].matches(
            "bind ipc://.*/stale/s: a socket file is there that can't be removed"
                + " \\(.*AccessDenied.*\\): remove it as its owner, or choose a directory that this user"
                + " may write to"),
        lines[1]);
    assertEquals("nothing was refused", lines[2], "the close of a socket whose file stays");
    assertTrue(lines[3].matches("bind tcp://127.0.0.1:[0-9]+: Permission denied.*|skipped.*"));
    assertEquals("done", lines[4]);
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private String readableClassPath() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":")) {
      Path from = Path.of(entry);
      Path to = directory.resolve(copies.size() + "-" + from.getFileName());
      if (Files.exists(from)) {
        copy(from, to);
        copies.add(to.toString());
      }
    }
    return String.join(":", copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** Tries what an ordinary user may not. */
  static final class Forbidden {
    public static void main(String[] arguments) throws IOException {
      Path work = Path.of(arguments[0]);
      bind(Files.createDirectory(work.resolve("closed")), false);
      bind(Files.createDirectory(work.resolve("stale")), true);
      stop(Files.createDirectory(work.resolve("busy")));
      lowPort();
      System.out.println("done");
    }

    private static void protect(Path directory, boolean writable) throws IOException {
      Files.setPosixFilePermissions(
          directory, PosixFilePermissions.fromString(writable ? "rwx------" : "r-x------"));
    }

    private static void bind(Path directory, boolean stale) throws IOException {
      Path file = directory.resolve("s");
      if (stale) {
        try (var channel =
            java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
          channel.bind(java.net.UnixDomainSocketAddress.of(file));
        }
      }
      protect(directory, false);
      try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
        print(() -> socket.bind("ipc://" + file));
      }
      protect(directory, true);
    }

    private static void stop(Path directory) throws IOException {
      NanoSocket socket = NanoSocket.open(Protocol.PAIR);
      socket.bind("ipc://" + directory.resolve("s"));
      protect(directory, false);
      print(socket::close);
      protect(directory, true);
    }

    /** Where the system lets everybody have them, as in many containers, that can't be shown. */
    private static void lowPort() throws IOException {
      Path first = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
      if (Integer.parseInt(Files.readString(first).trim()) <= 81) {
        System.out.println("skipped: every port is free for all here");
        return;
      }
      try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
        print(() -> socket.bind("tcp://127.0.0.1:81"));
      }
    }

    private static void print(Runnable call) {
      try {
        call.run();
        System.out.println("nothing was refused");
      } catch (NanoException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
