package io.outrigger.protocol.pair;

import io.outrigger.base.QueueBound;
import io.outrigger.base.SizedQueue;
import io.outrigger.module.Message;
import io.outrigger.protocol.wire.MessageEncoder;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/**
 * What the two channels of a host have received and its module's thread hasn't handled yet. Events
 * and messages are bounded apart: a channel whose bound is reached isn't read meanwhile.
 *
 * <p>The consumer takes all messages that are there at once, and the producer goes on when it comes
 * back for more: so neither wakes the other for each message.
 */
final class HostInbox {
  private static final int MAX_EVENTS = 256;

  /** As many wait here, and as many may be taken: all of it is lost with a process that dies. */
  private static final QueueBound BOUND = new QueueBound(256, 1 << 20);

  /** Added to under this object's lock. */
  private final Deque<Runnable> events = new ConcurrentLinkedDeque<>();

  /** Guarded by this. */
  private SizedQueue<Message, Void> messages = new SizedQueue<>();

  /** Of the consumer only. */
  private SizedQueue<Message, Void> taken = new SizedQueue<>();

  /** Waits for room and adds an event: what is to be done on the module's thread. */
  synchronized void put(Runnable event) throws InterruptedException {
    while (events.size() >= MAX_EVENTS) {
      wait();
    }
    events.add(event);
    notifyAll();
  }

  /** Adds an event before all others, and waits for nothing. */
  synchronized void putFirst(Runnable event) {
    events.addFirst(event);
    notifyAll();
  }

  /** Waits for room and adds a message; a single one passes at any size. */
  void put(Message message) throws InterruptedException {
    long size = MessageEncoder.sizeOf(message);
    synchronized (this) {
      while (!BOUND.hasRoom(messages, size)) {
        wait();
      }
      messages.add(message, null, size);
      if (messages.count() == 1) {
        notifyAll();
      }
    }
  }

  /** The next event, or null if there is none now. */
  Runnable pollEvent() {
    Runnable event = events.poll();
    if (event != null) {
      synchronized (this) {
        notifyAll();
      }
    }
    return event;
  }

  /** The next message, or null if there is none now. */
  Message pollMessage() {
    if (taken.isEmpty()) {
      synchronized (this) {
        SizedQueue<Message, Void> empty = taken;
        taken = messages;
        messages = empty;
        notifyAll();
      }
    }
    if (taken.isEmpty()) {
      return null;
    }
    Message message = taken.item(0);
    taken.removeFirst();
    return message;
  }

  /**
   * Waits until there may be something, for so long at most.
   *
   * @param messagesToo whether a message counts as something
   */
  synchronized void await(boolean messagesToo, long nanos) throws InterruptedException {
    if (events.isEmpty() && (!messagesToo || messages.isEmpty())) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
  }
}
