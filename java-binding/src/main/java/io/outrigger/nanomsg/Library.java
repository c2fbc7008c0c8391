package io.outrigger.nanomsg;

import java.lang.ref.Reference;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import jnr.ffi.types.u_int64_t;
import jnr.ffi.types.uintptr_t;

/**
 * The C surface: what is called of nn.h, and of the C library beside it, under its own names.
 * Native addresses are longs, so that a call allocates nothing.
 *
 * <p>Loaded at the first use; if that fails, each use tries again and fails with the same text.
 */
final class Library {
  static final int AF_SP = 1;
  static final int AF_SP_RAW = 2;
  static final int NN_DONTWAIT = 1;

  /** {@code (size_t) -1}: the buffer is one of the library's own. */
  static final long NN_MSG = -1;

  /** Must be public for jnr-ffi. */
  public interface Calls {
    int nn_socket(int domain, int protocol);

    int nn_close(int s);

    int nn_setsockopt(int s, int level, int option, @uintptr_t long value, @size_t long size);

    int nn_getsockopt(int s, int level, int option, @uintptr_t long value, @uintptr_t long size);

    int nn_bind(int s, @uintptr_t long address);

    int nn_connect(int s, @uintptr_t long address);

    int nn_shutdown(int s, int how);

    int nn_send(int s, @uintptr_t long buffer, @size_t long size, int flags);

    int nn_recv(int s, @uintptr_t long buffer, @size_t long size, int flags);

    int nn_sendmsg(int s, @uintptr_t long header, int flags);

    int nn_recvmsg(int s, @uintptr_t long header, int flags);

    // Those of which the error number isn't asked for don't keep it, which is a call less.

    @IgnoreError
    @uintptr_t
    long nn_allocmsg(@size_t long size, int type);

    @IgnoreError
    int nn_freemsg(@uintptr_t long message);

    @IgnoreError
    @u_int64_t
    long nn_get_statistic(int s, int statistic);

    String nn_strerror(int errno);

    int nn_symbol_info(int index, @uintptr_t long properties, int size);

    // The C library's, which libnanomsg is linked with.

    int poll(@uintptr_t long descriptors, @uintptr_t long count, int timeoutMillis);

    int eventfd(int value, int flags);

    @ssize_t
    long read(int descriptor, @uintptr_t long buffer, @size_t long size);

    @ssize_t
    long write(int descriptor, @uintptr_t long buffer, @size_t long size);

    int close(int descriptor);
  }

  /**
   * Held open, if there is one. glibc loads it when certain threads end, such as those that resolve
   * names, and aborts the process if no file descriptor is left for that.
   */
  private static com.kenai.jffi.Library unwinder;

  private record Loaded(Calls calls, Symbols symbols, Path file) {}

  /** Twice what the library takes to start its worker thread and a socket. */
  private static final int RESERVED_DESCRIPTORS = 8;

  /** Null until it is loaded. */
  private static volatile Loaded loaded;

  private Library() {}

  static Calls calls() {
    return loaded().calls();
  }

  static Symbols symbols() {
    return loaded().symbols();
  }

  /** The file that it was loaded from; absolute. */
  static Path file() {
    return loaded().file();
  }

  /** The error number of the call that this thread made just now. */
  static int errno() {
    return Jffi.RUNTIME.getLastError();
  }

  private static Loaded loaded() {
    Loaded result = loaded;
    return result == null ? load() : result;
  }

  private static synchronized Loaded load() {
    if (loaded == null) {
      checkJffi();
      unwinder = com.kenai.jffi.Library.openLibrary("libgcc_s.so.1", com.kenai.jffi.Library.NOW);
      loaded = LibraryFinder.ofThisProcess().find(Library::open);
    }
    return loaded;
  }

  /** jffi has a native library of its own; that it can't be loaded is not to be a mere Error. */
  private static void checkJffi() {
    try {
      Jffi.RUNTIME.addressSize();
    } catch (LinkageError e) {
      throw new NanoException(
          0,
          "jffi, on which this binding stands, could not be loaded ("
              + e.getMessage()
              + "); name a directory that can be written and isn't mounted noexec: -D"
              + BundledLibrary.DIRECTORY_PROPERTY
              + "=DIRECTORY");
    }
  }

  /** Loads the library in this file, refuses it if it can't be trusted, and keeps it running. */
  private static Loaded open(Path file) {
    Calls calls = callsOf(file.toString());
    Symbols symbols = Symbols.read(calls);
    LibraryVersion.check(symbols);
    keepRunning(calls, symbols);
    return new Loaded(calls, symbols, file);
  }

  /**
   * Its functions, for this class alone. jnr-ffi would open it with global symbols, and another
   * user of a libnanomsg in this process, a C gateway's module, would then call some functions of
   * ours and some of its own. It takes what is open already as it is.
   */
  static Calls callsOf(String file) {
    com.kenai.jffi.Library opened =
        com.kenai.jffi.Library.getCachedInstance(
            file, com.kenai.jffi.Library.NOW | com.kenai.jffi.Library.LOCAL);
    try {
      return LibraryLoader.create(Calls.class).failImmediately().load(file);
    } finally {
      Reference.reachabilityFence(opened); // the cache of jffi holds it weakly
    }
  }

  /**
   * Keeps one socket open for good. Without any, the library ends its worker thread, and aborts the
   * process if it finds no file descriptors when it starts it again. The first time, this checks
   * whether there are enough.
   */
  private static void keepRunning(Calls calls, Symbols symbols) {
    int[] reserve = new int[RESERVED_DESCRIPTORS];
    int count = 0;
    while (count < reserve.length && (reserve[count] = calls.eventfd(0, 0)) >= 0) {
      count++;
    }
    for (int i = 0; i < count; i++) {
      calls.close(reserve[i]);
    }
    if (count < reserve.length || calls.nn_socket(AF_SP, symbols.get("NN_PUSH")) < 0) {
      throw new NanoException(
          Errno.EMFILE,
          "it needs "
              + reserve.length
              + " free file descriptors to start; raise the limit of open files: ulimit -n");
    }
  }
}
