package io.outrigger.protocol.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:tcp|ws)://(\\[[^/\\]]*\\]|[^/;\\[\\]]+):([0-9]{1,5})(/.*)?");

  private static final int HOST = 1;
  private static final int PORT = 2;
  private static final int PATH = 3;
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  private static final String ALL = "*";

  private EndpointUrl() {}

  /** What is wrong with a URL to connect to, and what to write; or nothing. */
  public static Optional<String> problem(String url) {
    Optional<String> problem = anyProblem(url);
    return problem.isPresent() || !ALL.equals(hostName(url))
        ? problem
        : Optional.of(
            "'" + url + "' has no host: * is for addresses to listen at, tcp://127.0.0.1:5555");
  }

  private static Optional<String> anyProblem(String url) {
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
            "the path of '%s' has %s bytes, and a Unix socket takes %s: choose a shorter one"
                .formatted(url, path, MAX_IPC_PATH_BYTES));
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

  /** Of a text in brackets, for which nothing is looked up. */
  private static boolean isUsableIpv6(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return host.indexOf('%') < 0 && !address.isLinkLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
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
          "'" + url + "' has an IPv6 address without brackets: write tcp://[::1]:5555");
    }
    if (isIpv6(url) && !isUsableIpv6(host)) {
      return Optional.of(
          "'"
              + url
              + "' has no usable IPv6 address in its brackets: write tcp://[::1]:5555; a"
              + " link-local one (fe80::1) needs its interface, which nanomsg doesn't take");
    }
    String path = matcher.group(PATH);
    if (path != null && (url.startsWith("tcp://") || path.indexOf(':') >= 0)) {
      return Optional.of(
          "'" + url + "' has a path that nanomsg doesn't take: ws://127.0.0.1:5555/path has one");
    }
    return Optional.empty();
  }

  /** As {@link #problem}, of an address to listen at. */
  public static Optional<String> listenProblem(String url) {
    Optional<String> problem = anyProblem(url);
    if (problem.isPresent()) {
      return problem;
    }
    String name = hostName(url);
    if (name != null && !name.equals(ALL)) {
      return Optional.of(
          "'"
              + url
              + "' has a name: listen at an address of this machine, or at all (tcp://*:5555)");
    }
    return part(url, PATH) == null
        ? problem
        : Optional.of("'" + url + "' has a path, which only who connects can have: leave it out");
  }

  /** Null if the URL hasn't that part, or isn't one of a host and a port. */
  private static String part(String url, int group) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    return matcher.matches() ? matcher.group(group) : null;
  }

  /** The host name in a URL; null if it has none: a path, or a literal address. */
  public static String hostName(String url) {
    String host = part(url, HOST);
    return host == null || isIpv6(url) || IPV4.matcher(host).matches() ? null : host;
  }

  /** Whether it has a literal IPv6 address. */
  public static boolean isIpv6(String url) {
    String host = part(url, HOST);
    return host != null && host.startsWith("[");
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
