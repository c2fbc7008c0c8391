/**
 * nanomsg sockets in Java, on the native library libnanomsg 1.1.5. Knows nothing of gateways.
 *
 * <p>{@link io.outrigger.nanomsg.NanoSocket} is where to begin; {@link
 * io.outrigger.nanomsg.NativeMessage} and {@link io.outrigger.nanomsg.SpHeader} carry messages
 * without a copy; {@link io.outrigger.nanomsg.NanoPoller} waits on several sockets, {@link
 * io.outrigger.nanomsg.NanoDevice} joins two. Would block, timed out, closed while waiting and
 * interrupted are results ({@link io.outrigger.nanomsg.Outcome}); everything else that goes wrong
 * is a {@link io.outrigger.nanomsg.NanoException}, or an {@link java.lang.IllegalArgumentException}
 * for arguments that can never be valid.
 *
 * <p><b>Safe.</b> What makes the library abort the process is refused in Java before it is called.
 * The library gives the number of a closed socket to the next one at once: no call ever reaches a
 * socket by a number that meant another.
 *
 * <p><b>What stays open.</b>
 *
 * <ul>
 *   <li>Bytes from outside can make a library abort that isn't of Outrigger's own build: {@link
 *       io.outrigger.nanomsg.NanoLibrary#limits}.
 *   <li>Over inproc, closing a socket while another thread uses its peer can hang the library or
 *       make it abort (nanomsg issue 1040). Close both sides in one thread, when nothing is in
 *       flight, or use ipc.
 *   <li>Memory, or a thread, that the library can't get makes it abort.
 *   <li>A process forked from this one has the library's descriptors, but not its thread: start
 *       another program in it ({@link java.lang.ProcessBuilder} does), or call nothing of the
 *       library there.
 * </ul>
 *
 * <p><b>What is left out</b>, of nn.h and its companions:
 *
 * <ul>
 *   <li>NN_LINGER: does nothing in nanomsg 1.x.
 *   <li>NN_SNDFD and NN_RCVFD: the descriptors are the library's, which aborts if anybody else
 *       reads them. {@link io.outrigger.nanomsg.NanoPoller} polls them.
 *   <li>NN_DOMAIN and NN_PROTOCOL: a socket knows them, {@link
 *       io.outrigger.nanomsg.NanoSocket#isRaw} and {@link
 *       io.outrigger.nanomsg.NanoSocket#protocol}.
 *   <li>nn_poll: it can't be woken. {@link io.outrigger.nanomsg.NanoPoller} does what it does, with
 *       poll(2).
 *   <li>nn_device: ends at any time-out or signal, can't be interrupted, and loses the message that
 *       it holds. {@link io.outrigger.nanomsg.NanoDevice} does what it does, in Java.
 *   <li>nn_term: ends the library for good, for everybody in the process.
 *   <li>nn_reallocmsg: a message is allocated in its size.
 *   <li>Several buffers in one nn_sendmsg or nn_recvmsg: the library copies them together; put them
 *       into a {@link io.outrigger.nanomsg.NativeMessage} one after the other, which is as cheap.
 *   <li>Properties of a message other than its header: ws alone has one, the type of the frame,
 *       which {@link io.outrigger.nanomsg.SocketOption#WEB_SOCKET_MESSAGE_TYPE} sets for all.
 *   <li>nn_symbol: {@code nn_symbol_info} tells more. nn_errno: the error number is read with the
 *       call. The NN_IPC options: for Windows.
 *   <li>An unlimited NN_RCVMAXSIZE: a peer could make the library abort.
 * </ul>
 *
 * <p>Imports the JDK and jnr-ffi. Starts no threads but those of a {@link
 * io.outrigger.nanomsg.NanoDevice}; the library has one of its own.
 */
package io.outrigger.nanomsg;
