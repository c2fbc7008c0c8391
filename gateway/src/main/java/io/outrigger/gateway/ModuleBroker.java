package io.outrigger.gateway;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.wire.MessageEncoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Where one module publishes: along its links, in the order of the configuration. */
final class ModuleBroker implements Broker {
  private final String module;

  /** Made before the module's thread starts; a plain array, for the sake of each message. */
  private Link[] links = {};

  private final AtomicLong refused = new AtomicLong();
  private volatile boolean ended;

  ModuleBroker(String module) {
    this.module = module;
  }

  void setLinks(List<Link> outgoing) {
    links = outgoing.toArray(Link[]::new);
  }

  @Override
  public void publish(Message message) {
    if (ended) {
      throw new PublishException(
          "module '" + module + "' is destroyed: its threads must end in destroy");
    }
    long size = MessageEncoder.sizeOf(message);
    checkSize(message);
    for (Link link : links) {
      link.publish(message, size);
    }
  }

  private void checkSize(Message message) {
    try {
      for (Link link : links) {
        link.sink().checkSize(message);
      }
    } catch (MessageTooLargeException e) {
      refused.incrementAndGet();
      throw e;
    }
  }

  /** How many messages were too large for a sink, and so reached none. */
  long refused() {
    return refused.get();
  }

  /** The module is destroyed, and publishes no more. */
  void end() {
    ended = true;
  }
}
