package io.outrigger.nanomsg;

/**
 * The error numbers of Linux and of nn.h, and the exceptions made of them: in this one place. A
 * test compares the numbers with those that the library reports.
 */
final class Errno {
  private static final int HAUSNUMERO = 156384712;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int EMFILE = 24;
  static final int EMSGSIZE = 90;
  static final int ENOPROTOOPT = 92;
  static final int ENOTSUP = 95;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ETIMEDOUT = 110;
  static final int ETERM = HAUSNUMERO + 53;
  static final int EFSM = HAUSNUMERO + 54;

  private Errno() {}

  /** What the library said when it refused an operation, which names its address if it has one. */
  static NanoException exception(int errno, String operation) {
    String text = Library.calls().nn_strerror(errno);
    return new NanoException(
        errno,
        operation
            + ": "
            + text
            + " ("
            + Symbols.errorName(errno)
            + " "
            + errno
            + "); "
            + remedy(errno));
  }

  private static String remedy(int errno) {
    return switch (errno) {
      case EACCES, EPERM ->
          "choose an address that this user may use, or change the permissions of what is there";
      case EADDRINUSE -> "end what listens there, or choose another address";
      case EADDRNOTAVAIL -> "choose an address that this machine has";
      case EFSM ->
          "a cooked REP or RESPONDENT receives before it sends, and a cooked REQ or SURVEYOR sends"
              + " before it receives";
      case EINVAL ->
          "for tcp and ws, use HOST:PORT with a port from 1 to 65535; for an option, see"
              + " SocketOption";
      case EMFILE ->
          "close sockets (a process has 512), or raise the limit of open files: ulimit -n";
      case ENODEV -> "listen at an address of this machine, or at all (*)";
      case ENOENT, ENOTDIR -> "make the directory first";
      case ENOMEM -> "send less at once, or give the process more memory";
      case ENOPROTOOPT -> "set it on a socket of a protocol that has this option";
      case ENOTSUP -> "use a socket of a protocol that has this direction: see Protocol";
      default -> "see the documentation of nanomsg for this error";
    };
  }
}
