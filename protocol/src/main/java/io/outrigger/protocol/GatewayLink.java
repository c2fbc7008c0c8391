package io.outrigger.protocol;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import java.time.Duration;

/**
 * A gateway's end of the conversation with one module in one host.
 *
 * <p>The order of calls is {@code awaitHost}, {@code create}, {@code start}, any number of {@code
 * receive}, {@code destroy}, {@code close}. {@code close} may come at any time and from any thread:
 * it wakes whoever waits in another call. {@code receive} and {@code tryReceive} may come from any
 * thread, one at a time.
 */
public interface GatewayLink extends AutoCloseable {

  /**
   * What a link tells its owner. The calls come from threads of the link, one at a time for each
   * method, never under a lock.
   */
  interface Listener {

    /**
     * The remote module published. Called from {@link GatewayLink#start} on; may block, which in
     * time slows down the remote module.
     */
    void published(Message message);

    /**
     * The host went away while its module was created. What it hadn't handled is counted in the
     * statistics.
     *
     * @param reason in words
     */
    void hostLost(String reason);

    /** A host is there again and has created the module. */
    void hostReturned();
  }

  /**
   * Waits until the host listens.
   *
   * @throws LinkException if it doesn't within that time
   */
  void awaitHost(Duration timeout) throws LinkException, InterruptedException;

  /**
   * Has the host create the module.
   *
   * @param configuration JSON text for the module
   * @throws LinkException if the host says that it couldn't, says nothing within that time, or goes
   *     away meanwhile
   */
  void create(String configuration, Duration timeout) throws LinkException, InterruptedException;

  /** Every module of the gateway is created: what the remote module publishes may come now. */
  void start();

  /**
   * Sends a message to the remote module. Returns when the link has taken it, and blocks while its
   * window is full. While there is no host the message is kept, up to the same bound.
   *
   * @throws LinkException if the link is closed, or if its window is full while no host is there
   */
  void receive(Message message) throws LinkException, InterruptedException;

  /**
   * As {@link #receive}, if that needs no waiting.
   *
   * @return whether the link has taken it; if not, nothing has happened
   */
  boolean tryReceive(Message message);

  /**
   * Waits until {@link #tryReceive} may succeed with a message of this serialized size, but no
   * longer than a time; not at all while there is no host. Any thread, several at once.
   */
  void awaitRoom(long size, long nanos) throws InterruptedException;

  /**
   * Refuses what {@link #receive} couldn't send.
   *
   * @throws MessageTooLargeException with both sizes and the key that sets the limit
   */
  void checkSize(Message message) throws MessageTooLargeException;

  /**
   * Sends what was taken, then has the host destroy the module, and waits until the host has let
   * go.
   *
   * @return whether it did within that time
   */
  boolean destroy(Duration timeout) throws InterruptedException;

  /** Whether a host is connected right now. */
  boolean connected();

  LinkStatistics statistics();

  /** Frees sockets and threads, without telling the host. Idempotent. */
  @Override
  void close();
}
