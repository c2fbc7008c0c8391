package io.outrigger.nanomsg;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One socket registered with a {@link NanoPoller}, and what the last poll found. Any thread may
 * cancel it; the others are for the thread that polls.
 */
public final class PollKey {
  private final NanoPoller poller;
  private final NanoSocket socket;
  private final Interest[] interests;
  private final int[] descriptors;

  /** The same object each time. */
  private final Runnable cancel = this::cancel;

  private final Set<Interest> ready = EnumSet.noneOf(Interest.class);

  /** Written under the poller's lock. */
  private volatile boolean valid = true;

  /**
   * @throws NanoException if the socket is closed, or never can do one of these
   */
  PollKey(NanoPoller poller, NanoSocket socket, Set<Interest> interests) {
    interests.forEach(interest -> check(socket, interest));
    this.poller = poller;
    this.socket = socket;
    this.interests = interests.toArray(new Interest[0]);
    descriptors = interests.stream().mapToInt(socket.nativeSocket()::descriptor).toArray();
  }

  private static void check(NanoSocket socket, Interest interest) {
    Protocol protocol = socket.protocol();
    if (!(interest == Interest.SEND ? protocol.sends() : protocol.receives())) {
      throw Errno.exception(
          Errno.ENOTSUP, "register a " + socket.nativeSocket().name() + " socket to " + interest);
    }
  }

  /** The socket. */
  public NanoSocket socket() {
    return socket;
  }

  /** Whether a receive would not have waited. */
  public boolean canReceive() {
    return valid && ready.contains(Interest.RECEIVE);
  }

  /** Whether a send would not have waited. */
  public boolean canSend() {
    return valid && ready.contains(Interest.SEND);
  }

  /** Whether it is still waited for: neither it, nor its socket, nor its poller was closed. */
  public boolean isValid() {
    return valid;
  }

  /** Ends the registration; the socket stays open. Idempotent. */
  public void cancel() {
    poller.cancel(this);
  }

  void invalidate() {
    valid = false;
  }

  /** Has the socket cancel it when it is closed. */
  void watch() {
    socket.nativeSocket().watch(cancel);
  }

  void unwatch() {
    socket.nativeSocket().unwatch(cancel);
  }

  IntStream descriptors() {
    return IntStream.of(descriptors);
  }

  /**
   * Takes what a poll found for its descriptors, which stand in the array from this place on.
   * Returns the place behind them.
   */
  int update(PollArray array, int begin) {
    ready.clear();
    for (int i = 0; i < interests.length; i++) {
      if (array.isReadable(begin + i)) {
        ready.add(interests[i]);
      }
    }
    return begin + interests.length;
  }

  boolean isReady() {
    return !ready.isEmpty();
  }
}
