package io.outrigger.nanomsg;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.u_int64_t;
import jnr.ffi.types.uintptr_t;

/**
 * The C surface: what is called of nn.h, under its own names. Native addresses are longs, so that a
 * call allocates nothing.
 */
final class Library {
  static final int AF_SP = 1;
  static final int AF_SP_RAW = 2;
  static final int NN_SOL_SOCKET = 0;
  static final int NN_DONTWAIT = 1;

  /** {@code (size_t) -1}: the buffer is one of the library's own. */
  static final long NN_MSG = -1;

  /** Must be public for jnr-ffi. */
  public interface Calls {
    int nn_socket(int domain, int protocol);

    int nn_close(int s);

    int nn_setsockopt(int s, int level, int option, int[] value, @size_t long size);

    int nn_bind(int s, String address);

    int nn_connect(int s, String address);

    int nn_shutdown(int s, int how);

    int nn_send(int s, @uintptr_t long buffer, @size_t long size, int flags);

    int nn_recv(int s, @uintptr_t long buffer, @size_t long size, int flags);

    int nn_sendmsg(int s, @uintptr_t long header, int flags);

    int nn_recvmsg(int s, @uintptr_t long header, int flags);

    @uintptr_t
    long nn_allocmsg(@size_t long size, int type);

    int nn_freemsg(@uintptr_t long message);

    @u_int64_t
    long nn_get_statistic(int s, int statistic);

    String nn_strerror(int errno);
  }

  private static final class Holder {
    static final Calls CALLS = load();
    static final Runtime RUNTIME = Runtime.getRuntime(CALLS);
  }

  private Library() {}

  static Calls calls() {
    return Holder.CALLS;
  }

  /** The error number of the call that this thread made just now. */
  static int errno() {
    return Holder.RUNTIME.getLastError();
  }

  private static Calls load() {
    return LibraryFinder.load(
        path -> LibraryLoader.create(Calls.class).failImmediately().load(path.toString()));
  }
}
