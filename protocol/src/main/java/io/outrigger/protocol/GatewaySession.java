package io.outrigger.protocol;

import io.outrigger.module.Message;
import java.time.Duration;

/**
 * A gateway's end of the conversation with one module in one host.
 *
 * <p>The order of calls is {@code open}, {@code awaitHost}, {@code create}, {@code start}, {@code
 * destroy}, {@code close}. Messages may be offered at any time: until {@code start} they wait here,
 * and while there is no host they are kept, up to the bounds. A {@code create} that has failed may
 * be repeated, after {@code awaitHost}; {@code start} may come before it too, and is repeated after
 * it then. {@code close} may come at any time and from any thread: it wakes all threads that wait
 * in another call.
 */
public interface GatewaySession extends AutoCloseable {

  /**
   * What a session tells its owner. The calls come from threads of the session, one at a time for
   * each method, never under a lock.
   */
  interface Listener {

    /**
     * The remote module published. Called from {@link GatewaySession#start} on; may block, which in
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

  /** Where the messages for the module go. Any thread. */
  MessageSink sink();

  /**
   * Opens the sockets; the host need not be there yet.
   *
   * @throws SessionException if an address is wrong or can't be bound; nothing is left open
   */
  void open() throws SessionException;

  /**
   * Waits until the host listens.
   *
   * @throws SessionException if it doesn't within that time
   */
  void awaitHost(Duration timeout) throws SessionException, InterruptedException;

  /**
   * Has the host create the module.
   *
   * @param configuration JSON text for the module
   * @throws SessionException if the host says that it couldn't, says nothing within that time, or
   *     goes away meanwhile
   */
  void create(String configuration, Duration timeout) throws SessionException, InterruptedException;

  /** Every module of the gateway is created: messages go both ways from now on. */
  void start();

  /**
   * Sends what was taken, then has the host destroy the module, and waits until the host has done
   * so.
   *
   * @return whether it did within that time
   */
  boolean destroy(Duration timeout) throws InterruptedException;

  /** Whether a host is connected right now. Any thread. */
  boolean isConnected();

  /** What was counted so far. Any thread. */
  SessionStatistics statistics();

  /** Frees sockets and threads, without telling the host. Idempotent. */
  @Override
  void close();
}
