package io.outrigger.module;

/**
 * Where a module publishes. It takes each message to the modules that are linked to the publisher.
 *
 * <p>May be called from any thread, also from inside {@link GatewayModule#receive}. Messages that
 * one thread publishes reach each sink in that order.
 */
public interface Broker {

  /**
   * Publishes a message. Returns when every sink has it in its inbox; the modules behind them
   * handle it later. (If a sink is in another process, the session with it has the message.) Blocks
   * while a sink has no room, for as long as the link's configuration says.
   *
   * @throws MessageTooLargeException if a sink can't take a message of this size; no sink gets it
   * @throws PublishException if the module is already destroyed, or the calling thread is
   *     interrupted while it waits; its interrupt status is then set
   */
  void publish(Message message) throws PublishException;
}
