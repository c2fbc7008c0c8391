package io.outrigger.nanomsg;

/**
 * A file descriptor that one thread polls and others make readable. They must agree among
 * themselves that none of them uses it after {@link #close}.
 */
final class WakeUp {
  // Of eventfd(2), on every architecture there is a native jar for.
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;

  private final Library.Calls library = Library.calls();
  private final Memory one = new Memory(Long.BYTES);
  private final Memory count = new Memory(Long.BYTES);
  private final int descriptor;

  /**
   * @throws NanoException if no descriptor is left
   */
  WakeUp() {
    one.bytes().putLong(0, 1);
    descriptor = library.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (descriptor < 0) {
      throw Errno.exception(Library.errno(), "open a poller");
    }
  }

  int descriptor() {
    return descriptor;
  }

  /** Makes it readable. */
  void signal() {
    library.write(descriptor, one.address(), Long.BYTES);
    one.keep();
  }

  /** Makes it unreadable. */
  void reset() {
    library.read(descriptor, count.address(), Long.BYTES);
    count.keep();
  }

  void close() {
    library.close(descriptor);
  }
}
