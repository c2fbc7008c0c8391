package io.outrigger.interop.peers;

import io.outrigger.module.Message;
import io.outrigger.testsupport.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * The numbered messages that a link handed on, in their order. It can be held, as a slow module is.
 * Safe to use from any thread.
 */
final class Arrivals {
  private static final String FROM = "from";
  private static final String LINK = "link";

  /** Guarded by itself. */
  private final List<Message> messages = new ArrayList<>();

  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** A message as {@code plain_sender.c} makes it. */
  static Message plain(int number) {
    return Message.of(Map.of("n", "" + number), text(number));
  }

  /** A message that is known to be from a link. */
  static Message ofLink(int number) {
    return Message.of(Map.of("n", "" + number, FROM, LINK), text(number));
  }

  private static byte[] text(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** The numbers from 0 on. */
  static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  static int number(Message message) {
    return Integer.parseInt(message.property("n"));
  }

  /** Blocks while it is held. */
  void take(Message message) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (messages) {
      messages.add(message);
    }
  }

  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** The numbers that came from plain senders. */
  List<Integer> ofPlain() {
    synchronized (messages) {
      return messages.stream()
          .filter(message -> message.property(FROM) == null)
          .map(Arrivals::number)
          .toList();
    }
  }

  /** The numbers that came from a link. */
  List<Integer> ofLink() {
    synchronized (messages) {
      return messages.stream()
          .filter(message -> LINK.equals(message.property(FROM)))
          .map(Arrivals::number)
          .toList();
    }
  }

  /** Waits until this number has come from a plain sender. */
  void awaitPlain(int number) {
    Await.until(() -> number + " from a plain sender", () -> ofPlain().contains(number));
  }
}
