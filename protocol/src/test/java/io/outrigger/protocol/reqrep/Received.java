package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What a gateway link told its owner. */
final class Received implements GatewayLink.Listener {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Integer> numbers = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @Override
  public void published(Message message) {
    add(() -> numbers.add(ByteBuffer.wrap(message.content()).getInt()));
  }

  @Override
  public void hostLost(String reason) {
    add(() -> events.add("lost: " + reason));
  }

  @Override
  public void hostReturned() {
    add(() -> events.add("returned"));
  }

  private void add(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean await(BooleanSupplier condition) throws InterruptedException {
    long nanos = TimeUnit.SECONDS.toNanos(30);
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitNumbers(int count) throws InterruptedException {
    return await(() -> numbers.size() >= count);
  }

  boolean awaitEvents(int count) throws InterruptedException {
    return await(() -> events.size() >= count);
  }

  List<Integer> numbers() {
    lock.lock();
    try {
      return List.copyOf(numbers);
    } finally {
      lock.unlock();
    }
  }

  List<String> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }
}
