package io.outrigger.nanomsg;

/** The error numbers of Linux and of nn.h, and the exceptions made of them: in this one place. */
final class Errno {
  private static final int HAUSNUMERO = 156384712;

  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int ETIMEDOUT = 110;
  static final int ETERM = HAUSNUMERO + 53;
  private static final int EACCES = 13;
  private static final int ENOENT = 2;
  private static final int ENODEV = 19;
  private static final int EMFILE = 24;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;

  private Errno() {}

  static NanoException exception(int errno, String operation, String address) {
    String where = address.isEmpty() ? "" : " " + address;
    String text = Library.calls().nn_strerror(errno);
    return new NanoException(
        errno, operation + where + ": " + text + " (errno " + errno + ")" + remedy(errno));
  }

  private static String remedy(int errno) {
    return switch (errno) {
      case EADDRINUSE -> ": something else listens there; end it or choose another address";
      case EADDRNOTAVAIL -> ": this machine has no such address";
      case EACCES -> ": choose an address that this user may use, or change its permissions";
      case ENOENT -> ": make the directory first";
      case ENODEV -> ": this machine has no such network interface or host name";
      case EMFILE -> ": close sockets (the library holds 512), or raise the limit of open files";
      default -> "";
    };
  }
}
