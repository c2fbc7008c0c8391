package io.outrigger.nanomsg;

import java.util.ArrayList;
import java.util.List;

/**
 * Passes messages on between two raw sockets: a broker, a bridge between transports, a fan-out. The
 * headers go along, so that a reply gets back through any number of devices.
 *
 * <p>It does what nn_device does, in Java: nn_device ends at any time-out or signal, can't be
 * interrupted, and loses the message it holds then. Nothing is copied, and a direction waits while
 * its target can't take more.
 *
 * <p><b>Ownership.</b> The device owns both sockets from its start on: its close closes them, and
 * it ends when one of them is closed. <b>Threads.</b> Each direction has a daemon thread of its
 * own, which uses the sockets until they are closed. Any thread may close.
 *
 * <p><b>Not over inproc.</b> There, a close while another thread uses the peer can hang the library
 * or make it abort, and a device's threads always are others. Give its sockets ipc, tcp or ws
 * addresses.
 */
public final class NanoDevice implements AutoCloseable {
  private final NanoSocket one;
  private final NanoSocket other;
  private final List<Thread> threads = new ArrayList<>();

  private NanoDevice(NanoSocket one, NanoSocket other) {
    this.one = one;
    this.other = other;
    direction(one, other);
    if (one != other) {
      direction(other, one);
    }
    threads.forEach(Thread::start);
  }

  /**
   * Starts to pass messages on, in the directions that both protocols have: requests from a raw REP
   * to a raw REQ and the replies back; from SUB to PUB; from PULL to PUSH; surveys as requests;
   * between PAIRs or BUSes in both directions. A raw REP is the side that faces REQ peers, and so
   * on.
   *
   * @throws IllegalArgumentException if one isn't raw, they are the same, or their protocols aren't
   *     counterparts; both stay open then, and the caller's
   */
  public static NanoDevice start(NanoSocket one, NanoSocket other) {
    if (one == other || !one.isRaw() || !other.isRaw()) {
      throw new IllegalArgumentException(
          "a device of " + one + " and " + other + ": it needs two sockets from openRaw");
    }
    Protocol counterpart = one.protocol().counterpart();
    if (other.protocol() != counterpart) {
      throw new IllegalArgumentException(
          "a device of " + one + " and " + other + ": the second must be a raw " + counterpart);
    }
    return new NanoDevice(one, other);
  }

  /**
   * Starts to send what a raw BUS socket receives to all its other neighbours.
   *
   * @throws IllegalArgumentException if it isn't one; it stays open then, and the caller's
   */
  public static NanoDevice startLoopback(NanoSocket bus) {
    if (bus.protocol() != Protocol.BUS || !bus.isRaw()) {
      throw new IllegalArgumentException("a loopback device of " + bus + ": it needs a raw BUS");
    }
    return new NanoDevice(bus, bus);
  }

  private void direction(NanoSocket from, NanoSocket to) {
    if (from.protocol().receives() && to.protocol().sends()) {
      Thread thread = new Thread(() -> forward(from, to), "device from " + from + " to " + to);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  private void forward(NanoSocket from, NanoSocket to) {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      while (pass(from, to, message, header)) {
        // Until one of them is closed.
      }
    } finally {
      closeSockets();
    }
  }

  /** Passes on one message. Whether there may be more. */
  private static boolean pass(
      NanoSocket from, NanoSocket to, NativeMessage message, SpHeader header) {
    Outcome received = from.receive(message, header);
    if (received != Outcome.DONE) {
      return received == Outcome.TIMED_OUT;
    }
    Outcome sent;
    do {
      sent = to.send(message, header);
    } while (sent == Outcome.TIMED_OUT);
    return sent == Outcome.DONE;
  }

  /** Waits until the device has ended: it was closed, or one of its sockets was. */
  public void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void closeSockets() {
    try {
      one.close();
    } finally {
      other.close();
    }
  }

  /** Closes both sockets, which ends the threads. What they hold then is lost. Idempotent. */
  @Override
  public void close() {
    closeSockets();
  }
}
