package io.outrigger.protocol.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What nanomsg takes as an address, checked before it is asked, for errors that say what to do. */
public final class EndpointUrl {
  /** {@code sizeof(sockaddr_un.sun_path)} less the NUL. */
  private static final int MAX_IPC_PATH_BYTES = 107;

  /** NN_SOCKADDR_MAX less the NUL. */
  private static final int MAX_URL_BYTES = 127;

  private static final int MAX_PORT = 65535;

  /** The local interface to connect by may come first, with a semicolon. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile(
          "(?:tcp|ws)://(?:[^/;]+;)?(\\[[^/\\]]*\\]|[^/;\\[\\]]+):([0-9]{1,5})(?:/.*)?");

  private static final int HOST = 1;
  private static final int PORT = 2;
  private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]");

  private EndpointUrl() {}

  /** What is wrong with a URL and what would be right, or nothing. */
  public static Optional<String> problem(String url) {
    int bytes = url.getBytes(StandardCharsets.UTF_8).length;
    if (url.indexOf('\0') >= 0) {
      return Optional.of("the URL holds U+0000");
    }
    if (url.startsWith("ipc://")) {
      int path = bytes - "ipc://".length();
      if (path == 0) {
        return Optional.of("'" + url + "' has no path: ipc:///run/outrigger/name");
      }
      if (path > MAX_IPC_PATH_BYTES) {
        return Optional.of(
            "the path of '"
                + url
                + "' has "
                + path
                + " bytes, and a Unix socket takes "
                + MAX_IPC_PATH_BYTES
                + ": choose a shorter one");
      }
      return Optional.empty();
    }
    if (url.startsWith("tcp://") || url.startsWith("ws://")) {
      if (bytes > MAX_URL_BYTES) {
        return Optional.of(
            "'" + url + "' has " + bytes + " bytes, and nanomsg takes " + MAX_URL_BYTES);
      }
      return hostAndPortProblem(url);
    }
    return Optional.of("'" + url + "' isn't an address: it begins with ipc://, tcp:// or ws://");
  }

  private static Optional<String> hostAndPortProblem(String url) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    if (!matcher.matches()) {
      return Optional.of("'" + url + "' has no host and port: tcp://127.0.0.1:5555");
    }
    int port = Integer.parseInt(matcher.group(PORT));
    if (port < 1 || port > MAX_PORT) {
      return Optional.of("port " + port + " of '" + url + "' isn't between 1 and " + MAX_PORT);
    }
    String host = matcher.group(HOST);
    if (host.indexOf(':') >= 0 && !isIpv6(url)) {
      return Optional.of(
          "'" + url + "' has an IPv6 address without brackets: tcp://[::1]:5555 would be right");
    }
    if (isIpv6(url) && !IPV6.matcher(host).matches()) {
      return Optional.of(
          "'"
              + url
              + "' has no IPv6 address in its brackets: tcp://[::1]:5555 would be right, without"
              + " the interface that fe80::1%eth0 names, which nanomsg doesn't take");
    }
    return Optional.empty();
  }

  /** As {@link #problem}, of an address to listen at, on this machine. */
  public static Optional<String> listenProblem(String url) {
    Optional<String> problem = problem(url);
    String name = problem.isPresent() ? null : hostName(url);
    if (name == null || name.equals("*") || isInterface(name)) {
      return problem;
    }
    return Optional.of(
        "'"
            + url
            + "' names no network interface of this machine: listen at one of its addresses, at an"
            + " interface (tcp://eth0:5555), or at all (tcp://*:5555)");
  }

  private static boolean isInterface(String name) {
    try {
      return NetworkInterface.getByName(name) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** The host name in a URL; null if it has none: a path, or a literal address. */
  public static String hostName(String url) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    if (!matcher.matches() || isIpv6(url) || IPV4.matcher(matcher.group(HOST)).matches()) {
      return null;
    }
    return matcher.group(HOST);
  }

  /** Whether it has a literal IPv6 address. */
  public static boolean isIpv6(String url) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    return matcher.matches() && matcher.group(HOST).startsWith("[");
  }

  /** The URL with this address in place of its host name. */
  public static String withAddress(String url, InetAddress address) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(url);
    }
    String text = address.getHostAddress();
    String literal = address instanceof Inet6Address ? "[" + text + "]" : text;
    return url.substring(0, matcher.start(HOST)) + literal + url.substring(matcher.end(HOST));
  }
}
