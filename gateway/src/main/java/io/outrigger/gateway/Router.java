package io.outrigger.gateway;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.wire.MessageEncoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Takes what one module publishes along its links, in the order of the configuration. */
final class Router implements Broker {
  /** Set before the module is created; a plain array, for the sake of each message. */
  private Link[] links = {};

  private final AtomicLong refused = new AtomicLong();

  void setLinks(List<Link> outgoing) {
    links = outgoing.toArray(Link[]::new);
  }

  @Override
  public void publish(Message message) {
    long size = MessageEncoder.sizeOf(message);
    checkSize(size);
    for (Link link : links) {
      link.publish(message, size);
    }
  }

  private void checkSize(long size) {
    try {
      for (Link link : links) {
        link.sink().checkSize(size);
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
}
