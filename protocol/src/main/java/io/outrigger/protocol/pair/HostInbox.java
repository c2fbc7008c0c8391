package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.protocol.wire.MessageEncoder;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
  private static final int MAX_MESSAGES = 256;

  private static final long MAX_BYTES = 1 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();

  // Guarded by lock; eventCount may be read without it.
  private final ArrayDeque<HostEvent> events = new ArrayDeque<>();
  private volatile int eventCount;
  private ArrayDeque<Message> messages = new ArrayDeque<>();
  private long bytes;

  /** Of the consumer only. */
  private ArrayDeque<Message> taken = new ArrayDeque<>();

  /** Waits for room and adds an event. */
  void put(HostEvent event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (events.size() >= MAX_EVENTS) {
        room.await();
      }
      events.add(event);
      eventCount = events.size();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event before all others, and waits for nothing. */
  void putFirst(HostEvent event) {
    lock.lock();
    try {
      events.addFirst(event);
      eventCount = events.size();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for room and adds a message; a single one passes at any size. */
  void put(Message message) throws InterruptedException {
    long size = MessageEncoder.sizeOf(message);
    lock.lockInterruptibly();
    try {
      while (!messages.isEmpty() && (messages.size() >= MAX_MESSAGES || bytes + size > MAX_BYTES)) {
        room.await();
      }
      messages.add(message);
      bytes += size;
      if (messages.size() == 1) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next event, or null if there is none now. */
  HostEvent pollEvent() {
    if (eventCount == 0) {
      return null;
    }
    lock.lock();
    try {
      HostEvent event = events.poll();
      eventCount = events.size();
      room.signalAll();
      return event;
    } finally {
      lock.unlock();
    }
  }

  /** The next message, or null if there is none now. */
  Message pollMessage() {
    if (taken.isEmpty()) {
      lock.lock();
      try {
        ArrayDeque<Message> empty = taken;
        taken = messages;
        messages = empty;
        bytes = 0;
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return taken.poll();
  }

  /**
   * Waits until there is something, for so long at most.
   *
   * @param messagesToo whether a message counts as something
   */
  void await(boolean messagesToo, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (left > 0 && events.isEmpty() && (!messagesToo || messages.isEmpty())) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
