/**
 * nanomsg sockets in Java, on the native library libnanomsg 1.1.5. Knows nothing of gateways.
 *
 * <p>{@link io.outrigger.nanomsg.NanoSocket} is where to begin. Would block, timed out, closed
 * while waiting and interrupted are results ({@link io.outrigger.nanomsg.Outcome}); everything else
 * that goes wrong is a {@link io.outrigger.nanomsg.NanoException}. What makes the library abort the
 * process is refused in Java before it is called.
 *
 * <p><b>One hole stays open.</b> A peer on an {@code ipc} address that sends a frame whose type
 * byte isn't 1 makes the library abort. Only file permissions help: keep such sockets in a
 * directory of mode 0700.
 *
 * <p>Imports the JDK and jnr-ffi. Starts no threads of its own; the library does.
 */
package io.outrigger.nanomsg;
