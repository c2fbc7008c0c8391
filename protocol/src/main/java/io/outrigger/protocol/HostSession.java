package io.outrigger.protocol;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;

/**
 * A module host's end of the conversation. As a {@link Broker} it takes what the module publishes.
 *
 * <p>{@code publish} may be called from any thread, {@code end} and {@code close} too: close wakes
 * all threads that wait in another call.
 */
public interface HostSession extends Broker, AutoCloseable {

  /** The module, as the session sees it. All calls come from the thread that is in {@link #run}. */
  interface ModuleHandler {

    /**
     * Creates the module.
     *
     * @param configuration JSON text
     * @return whether it is there now; if not, the handler has logged why
     */
    boolean create(String configuration);

    /**
     * All modules of the gateway may publish now. Throws nothing that the session needs to know.
     */
    void start();

    /** One message for the module. Throws nothing that the session needs to know. */
    void receive(Message message);

    /** Ends the module; a later {@code create} may make another. */
    void destroy();
  }

  /** Why {@link #run} came to its end. */
  enum End {
    /** The gateway had the module destroyed. */
    DESTROYED,
    /** The module couldn't be created; the gateway was told. */
    CREATE_FAILED,
    /** No gateway was there for as long as the configuration allows. */
    ORPHANED,
    /**
     * {@link HostSession#end} or {@link HostSession#close} was called; the module was destroyed.
     */
    CLOSED
  }

  /**
   * Lives with the gateway until the module is to end: creates it, gives it messages one at a time
   * and in order, and destroys it, on the calling thread.
   */
  End run(ModuleHandler handler) throws InterruptedException;

  SessionStatistics statistics();

  /**
   * Has {@link #run} return as soon as the module's present call has: the module is destroyed, and
   * what it publishes until then still goes out. Returns at once.
   */
  void end();

  /** Frees sockets and threads. Idempotent. */
  @Override
  void close();
}
