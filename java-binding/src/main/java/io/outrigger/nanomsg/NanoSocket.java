package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A nanomsg socket.
 *
 * <p><b>Threads.</b> Any thread may use it at any time; several may send and receive at once. A
 * message or header that is passed to a call belongs to the call until it returns.
 *
 * <p><b>Waiting.</b> A call that waits ends within about 100 ms when its thread is interrupted, and
 * at once when another thread closes the socket; in a cooked REQ that, too, may take 100 ms. What
 * is passed on in time is passed on even if the thread is interrupted already.
 *
 * <p><b>Ownership.</b> A socket belongs to the code that opened it and that closes it once: it
 * holds one of 511 numbers (512 in the library, one of which it keeps alive with), file
 * descriptors, and memory. Nothing of it is freed by the garbage collector.
 *
 * <p><b>Errors.</b> {@link NanoException} if the library refuses, {@link IllegalArgumentException}
 * for arguments that can never be valid. What is sent shortly before a close may be lost: NN_LINGER
 * does nothing in nanomsg 1.x.
 */
public final class NanoSocket implements AutoCloseable {
  private static final long DEFAULT_MAX_RECEIVE_SIZE = 16L << 20;

  private final Protocol protocol;
  private final boolean raw;
  private final NativeSocket socket;
  private final SocketOptions options;
  private final Transfer transfer;
  private final Copies copies;

  private NanoSocket(Protocol protocol, boolean raw) {
    this.protocol = protocol;
    this.raw = raw;
    socket =
        new NativeSocket(
            raw ? Library.AF_SP_RAW : Library.AF_SP, protocol, (raw ? "raw " : "") + protocol);
    options = new SocketOptions(socket);
    transfer = new Transfer(socket, protocol, raw);
    copies = new Copies(transfer);
  }

  /**
   * Opens a cooked socket: the library keeps the rules of the protocol, such as that a request has
   * one reply.
   *
   * @throws NanoException if the library can't be loaded, or there are no numbers or descriptors
   */
  public static NanoSocket open(Protocol protocol) {
    return open(protocol, false);
  }

  /**
   * Opens a raw socket: the rules of the protocol, and the headers of messages, are left to the
   * caller. See {@link SpHeader}.
   *
   * @throws NanoException as {@link #open}
   */
  public static NanoSocket openRaw(Protocol protocol) {
    return open(protocol, true);
  }

  private static NanoSocket open(Protocol protocol, boolean raw) {
    NanoSocket opened = new NanoSocket(protocol, raw);
    try {
      opened.set(SocketOption.MAX_RECEIVE_SIZE, DEFAULT_MAX_RECEIVE_SIZE);
      return opened;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** Its protocol. */
  public Protocol protocol() {
    return protocol;
  }

  /** Whether it was opened by {@link #openRaw}. */
  public boolean isRaw() {
    return raw;
  }

  /**
   * Sets an option.
   *
   * @throws IllegalArgumentException if the value is out of the option's range
   * @throws NanoException if this protocol doesn't have the option, or the socket is closed
   */
  public <T> void set(SocketOption<T> option, T value) {
    options.set(option, Objects.requireNonNull(value));
  }

  /** The value of an option: what was set last, or what the library begins with. */
  public <T> T get(SocketOption<T> option) {
    return options.get(option);
  }

  /** Takes what begins with these bytes from now on; everything if there are none. SUB alone. */
  public void subscribe(byte[] topic) {
    options.setTopic("NN_SUB_SUBSCRIBE", topic);
  }

  /** As {@link #subscribe(byte[])}, in UTF-8. */
  public void subscribe(String topic) {
    subscribe(topic.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends a subscription; what was subscribed to twice is ended twice. */
  public void unsubscribe(byte[] topic) {
    options.setTopic("NN_SUB_UNSUBSCRIBE", topic);
  }

  /** As {@link #unsubscribe(byte[])}, in UTF-8. */
  public void unsubscribe(String topic) {
    unsubscribe(topic.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Binds to an address: {@code ipc:///run/outrigger/a}, {@code tcp://127.0.0.1:5555}, {@code
   * tcp://*:5555}, {@code ws://127.0.0.1:5555}, {@code inproc://a}.
   *
   * <p>A socket file that an earlier process left at an ipc path is replaced; anything else there
   * is refused. The path's limit is 107 bytes. The file takes the umask: keep it in a directory of
   * mode 0700.
   *
   * @throws NanoException if that can't be; the text says what to do
   */
  public Endpoint bind(String url) {
    return socket.bind(new Address(Address.BIND, url));
  }

  /**
   * Connects to an address. Nobody needs to listen there yet: the library tries again for as long
   * as the endpoint is open. The library resolves a host name: it tries the first address alone,
   * and a close waits for a resolution that has begun. Resolve names yourself where that matters.
   *
   * @throws NanoException if that can't be; the text says what to do
   */
  public Endpoint connect(String url) {
    return socket.connect(new Address(Address.CONNECT, url));
  }

  /**
   * Sends a message, waiting for as long as {@link SocketOption#SEND_TIMEOUT} says. The handle is
   * empty after {@link Outcome#DONE}, else unchanged.
   */
  public Outcome send(NativeMessage message) {
    return transfer.send(message, null, options.sendTime());
  }

  /** Sends if that needs no waiting. */
  public Outcome trySend(NativeMessage message) {
    return transfer.send(message, null, WaitTime.NONE);
  }

  /**
   * As {@link #send(NativeMessage)} on a raw socket, with this header.
   *
   * @throws IllegalArgumentException if the header has words and the socket is cooked
   */
  public Outcome send(NativeMessage message, SpHeader header) {
    return transfer.send(message, header, options.sendTime());
  }

  /** As {@link #send(NativeMessage, SpHeader)}, if that needs no waiting. */
  public Outcome trySend(NativeMessage message, SpHeader header) {
    return transfer.send(message, header, WaitTime.NONE);
  }

  /** Sends a copy of these bytes, waiting as {@link #send(NativeMessage)}. */
  public Outcome send(byte[] bytes) {
    return copies.send(bytes, options.sendTime());
  }

  /** Sends a copy of these bytes if that needs no waiting. */
  public Outcome trySend(byte[] bytes) {
    return copies.send(bytes, WaitTime.NONE);
  }

  /**
   * Sends a copy of what the buffer has left, waiting as {@link #send(NativeMessage)}. Its position
   * is at its limit after {@link Outcome#DONE}, else unchanged.
   */
  public Outcome send(ByteBuffer bytes) {
    return copies.send(bytes, options.sendTime());
  }

  /** As {@link #send(ByteBuffer)}, if that needs no waiting. */
  public Outcome trySend(ByteBuffer bytes) {
    return copies.send(bytes, WaitTime.NONE);
  }

  /**
   * Waits until a send would need no waiting, for as long as {@link SocketOption#SEND_TIMEOUT}
   * says. Another thread's send may come first.
   */
  public Outcome awaitSendable() {
    return transfer.awaitSendable(options.sendTime());
  }

  /** As {@link #awaitSendable()}, for this long; rounded up to milliseconds. */
  public Outcome awaitSendable(Duration timeout) {
    return transfer.awaitSendable(new WaitTime(Math.max(0, timeout.toNanos())));
  }

  /**
   * Receives a message, waiting for as long as {@link SocketOption#RECEIVE_TIMEOUT} says. What the
   * handle held before is freed in any case. A cooked SURVEYOR also ends with {@link
   * Outcome#TIMED_OUT} at its deadline.
   */
  public Outcome receive(NativeMessage message) {
    return transfer.receive(message, null, options.receiveTime());
  }

  /** Receives if that needs no waiting. */
  public Outcome tryReceive(NativeMessage message) {
    return transfer.receive(message, null, WaitTime.NONE);
  }

  /** As {@link #receive(NativeMessage)}, with the message's header; a cooked socket's is empty. */
  public Outcome receive(NativeMessage message, SpHeader header) {
    return transfer.receive(message, header, options.receiveTime());
  }

  /** As {@link #receive(NativeMessage, SpHeader)}, if that needs no waiting. */
  public Outcome tryReceive(NativeMessage message, SpHeader header) {
    return transfer.receive(message, header, WaitTime.NONE);
  }

  /**
   * Receives a message, waiting as {@link #receive(NativeMessage)}. Empty if there is none: the
   * time is over, the socket was closed, or the thread interrupted, which its status shows.
   */
  public Optional<byte[]> receive() {
    return copies.receive(options.receiveTime());
  }

  /** Receives a message if that needs no waiting; else empty. */
  public Optional<byte[]> tryReceive() {
    return copies.receive(WaitTime.NONE);
  }

  /**
   * Receives a message into a buffer, from its position, waiting as {@link
   * #receive(NativeMessage)}. The position is behind the message after {@link Outcome#DONE}.
   *
   * @throws NanoException if the message is larger than the space left; it is lost
   */
  public Outcome receive(ByteBuffer target) {
    return copies.receive(target, options.receiveTime());
  }

  /** As {@link #receive(ByteBuffer)}, if that needs no waiting. */
  public Outcome tryReceive(ByteBuffer target) {
    return copies.receive(target, WaitTime.NONE);
  }

  /**
   * What the library has counted. Not free: it takes the library's lock.
   *
   * @throws NanoException if the socket is closed
   */
  public long statistic(Statistic statistic) {
    return socket.statistic(statistic);
  }

  NativeSocket nativeSocket() {
    return socket;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return socket.isClosed();
  }

  /**
   * Closes the socket with all its endpoints, and wakes every thread that waits in it: they get
   * {@link Outcome#CLOSED}. Idempotent, from any thread. The file of an ipc address that it is
   * bound to is removed, if this user may do that. (For another library than Outrigger's own see
   * {@link NanoLibrary#limits}.)
   */
  @Override
  public void close() {
    socket.close();
  }

  @Override
  public String toString() {
    return socket.name() + " socket" + (isClosed() ? ", closed" : "");
  }
}
