package io.outrigger.gateway;

import io.outrigger.module.Message;
import java.util.Arrays;

/**
 * Messages in their order, each with the link it came by: a ring of arrays that grows and makes no
 * object for a message. Not safe for several threads.
 */
final class MessageQueue {
  private static final int FIRST_CAPACITY = 16;

  // Three arrays of the same length, a power of two; entry i is at (head + i) & (length - 1).
  private Message[] messages = new Message[FIRST_CAPACITY];
  private Link[] links = new Link[FIRST_CAPACITY];
  private long[] sizes = new long[FIRST_CAPACITY];
  private int head;
  private int count;
  private long bytes;

  int count() {
    return count;
  }

  /** The sum of the sizes. */
  long bytes() {
    return bytes;
  }

  /** The size of the oldest message; there must be one. */
  long firstSize() {
    return sizes[head];
  }

  void add(Message message, Link link, long size) {
    if (count == messages.length) {
      grow();
    }
    int at = index(count);
    messages[at] = message;
    links[at] = link;
    sizes[at] = size;
    count++;
    bytes += size;
  }

  /** Moves the oldest message to the end of another queue; there must be one. */
  void moveFirstTo(MessageQueue other) {
    other.add(messages[head], links[head], sizes[head]);
    removeFirst();
  }

  /** The oldest message; there must be one. */
  Message first() {
    return messages[head];
  }

  /** The link of the oldest message; there must be one. */
  Link firstLink() {
    return links[head];
  }

  void removeFirst() {
    bytes -= sizes[head];
    messages[head] = null;
    links[head] = null;
    head = index(1);
    count--;
  }

  /** Removes the oldest message of a link; false if there is none. */
  boolean removeOldestOf(Link link) {
    int i = 0;
    while (i < count && links[index(i)] != link) {
      i++;
    }
    if (i == count) {
      return false;
    }
    long size = sizes[index(i)];
    for (; i > 0; i--) { // those before it, mostly none, move up
      messages[index(i)] = messages[index(i - 1)];
      links[index(i)] = links[index(i - 1)];
      sizes[index(i)] = sizes[index(i - 1)];
    }
    sizes[head] = size;
    removeFirst();
    return true;
  }

  private int index(int i) {
    return (head + i) & (messages.length - 1);
  }

  private void grow() {
    int old = messages.length;
    messages = Arrays.copyOf(messages, 2 * old);
    links = Arrays.copyOf(links, 2 * old);
    sizes = Arrays.copyOf(sizes, 2 * old);
    // What had wrapped around follows the old end now.
    System.arraycopy(messages, 0, messages, old, head);
    System.arraycopy(links, 0, links, old, head);
    System.arraycopy(sizes, 0, sizes, old, head);
    Arrays.fill(messages, 0, head, null);
    Arrays.fill(links, 0, head, null);
  }
}
