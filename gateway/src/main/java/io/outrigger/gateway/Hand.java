package io.outrigger.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** The messages that a module's thread has taken from its inbox, and how many it has handled. */
final class Hand {

  /** Touched by the module's thread alone. */
  private final MessageQueue messages = new MessageQueue();

  /** Written by the module's thread alone, before the other. */
  private final AtomicLong handledBytes = new AtomicLong();

  /** Written by the module's thread alone. */
  private volatile long handledMessages;

  /** For the module's thread alone. */
  MessageQueue messages() {
    return messages;
  }

  /** The oldest message is handled. */
  void removeFirst() {
    handledBytes.lazySet(handledBytes.getPlain() + messages.firstSize());
    messages.removeFirst();
    handledMessages++;
  }

  long handledMessages() {
    return handledMessages;
  }

  long handledBytes() {
    return handledBytes.get();
  }
}
