package io.outrigger.nanomsg;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The address of an endpoint, checked for what the library would abort the process on, or would
 * only call invalid without a reason.
 *
 * @param operation what it is for: {@link #BIND} or {@link #CONNECT}
 */
record Address(String operation, String url) {
  /** NN_SOCKADDR_MAX, less the NUL. */
  static final int MAX_BYTES = 127;

  /** {@code sun_path} less its NUL; the library aborts at 108 bytes and more. */
  private static final int MAX_IPC_BYTES = 107;

  static final String BIND = "bind";
  static final String CONNECT = "connect";

  private static final String IPC = "ipc://";
  private static final Pattern KNOWN = Pattern.compile("(?s)(ipc|tcp|ws|inproc)://.+");

  Address {
    String problem = problem(url);
    if (problem != null) {
      throw refused(operation, url.replace('\0', '?'), problem);
    }
  }

  /** What is wrong with it; null if nothing is. */
  private static String problem(String url) {
    if (url.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(url)) {
      return "it holds U+0000 or half of a surrogate pair: leave that out";
    }
    if (!KNOWN.matcher(url).matches()) {
      return "it must be ipc://PATH, tcp://HOST:PORT, ws://HOST:PORT or inproc://NAME";
    }
    int bytes = url.getBytes(StandardCharsets.UTF_8).length;
    int pathBytes = bytes - IPC.length();
    if (url.startsWith(IPC) && pathBytes > MAX_IPC_BYTES) {
      return "its path has "
          + pathBytes
          + " bytes, and a Unix socket's has at most 107: use a shorter directory";
    }
    return bytes > MAX_BYTES ? "it has " + bytes + " bytes, and at most 127 pass" : null;
  }

  /** Whether the library makes a file of it, and removes it in the end. */
  boolean hasFile() {
    return isBind() && url.startsWith(IPC);
  }

  IpcFile file() {
    return new IpcFile(this, url.substring(IPC.length()));
  }

  boolean isBind() {
    return operation.equals(BIND);
  }

  boolean isInproc() {
    return url.startsWith("inproc://");
  }

  /** What an exception about it begins with. */
  String what() {
    return operation + " " + url;
  }

  NanoException refused(String why) {
    return refused(operation, url, why);
  }

  private static NanoException refused(String operation, String url, String why) {
    return new NanoException(0, operation + " " + url + ": " + why);
  }
}
