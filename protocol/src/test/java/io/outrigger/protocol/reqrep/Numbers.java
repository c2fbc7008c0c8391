package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.testsupport.Await;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The numbers in the messages that came, in their order. Safe to use from any thread. */
final class Numbers {
  private final List<Integer> numbers = new ArrayList<>();

  /** A message with this number, and so many bytes of content: at least 4. */
  static Message message(int number, int size) {
    return Message.of(ByteBuffer.allocate(size).putInt(0, number).array());
  }

  synchronized void add(Message message) {
    numbers.add(ByteBuffer.wrap(message.content()).getInt());
  }

  synchronized int count() {
    return numbers.size();
  }

  synchronized List<Integer> list() {
    return List.copyOf(numbers);
  }

  /** Waits until so many came. */
  void await(int count) {
    Await.until(() -> count() + " of " + count + " came", () -> count() >= count);
  }

  /** The numbers from 0 on. */
  static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }
}
