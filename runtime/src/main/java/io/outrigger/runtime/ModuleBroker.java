package io.outrigger.runtime;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;

/**
 * The broker of one module instance: it ends with the instance, though what it publishes to goes
 * on. Any thread may call it.
 */
public final class ModuleBroker implements Broker {
  private final Broker broker;
  private final String module;
  private volatile boolean ended;

  /**
   * @param module its name, for errors
   */
  public ModuleBroker(Broker broker, String module) {
    this.broker = broker;
    this.module = module;
  }

  @Override
  public void publish(Message message) {
    if (ended) {
      throw new PublishException(
          "module '"
              + module
              + "' is destroyed and can't publish: its threads must end in destroy");
    }
    broker.publish(message);
  }

  /** The instance is gone: what it publishes from now on is refused. */
  public void end() {
    ended = true;
  }
}
