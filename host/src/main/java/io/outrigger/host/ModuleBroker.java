package io.outrigger.host;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;

/** The broker of one module instance: it ends with it, though the link may go on. */
final class ModuleBroker implements Broker {
  private final Broker link;
  private final String module;
  private volatile boolean ended;

  ModuleBroker(Broker link, String module) {
    this.link = link;
    this.module = module;
  }

  @Override
  public void publish(Message message) {
    if (ended) {
      throw new PublishException(
          module + " is destroyed and can't publish: its threads are to end in destroy()");
    }
    link.publish(message);
  }

  /** The module is gone: refuses what it publishes from now on. */
  void end() {
    ended = true;
  }
}
