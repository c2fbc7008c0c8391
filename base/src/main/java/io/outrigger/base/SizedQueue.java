package io.outrigger.base;

import java.util.Arrays;

/**
 * Items in their order, each with its size and, if it has one, its owner: a ring of arrays that
 * grows, and makes no object for an item. Not safe for several threads.
 *
 * @param <T> the items
 * @param <O> their owners
 */
public final class SizedQueue<T, O> {
  private static final int FIRST_CAPACITY = 16;

  // Three arrays of the same length, a power of two; entry i is at (head + i) & (length - 1).
  private Object[] items = new Object[FIRST_CAPACITY];
  private Object[] owners = new Object[FIRST_CAPACITY];
  private long[] sizes = new long[FIRST_CAPACITY];
  private int head;
  private int count;
  private long bytes;

  public int count() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** The sum of the sizes. */
  public long bytes() {
    return bytes;
  }

  /**
   * Adds an item at the end.
   *
   * @param owner may be null
   * @param size of any unit, mostly bytes
   */
  public void add(T item, O owner, long size) {
    if (count == items.length) {
      grow();
    }
    int at = index(count);
    items[at] = item;
    owners[at] = owner;
    sizes[at] = size;
    count++;
    bytes += size;
  }

  /** An item, counted from the oldest; there must be as many. */
  @SuppressWarnings("unchecked")
  public T item(int place) {
    return (T) items[index(place)];
  }

  /** The owner of an item, counted from the oldest; there must be as many. */
  @SuppressWarnings("unchecked")
  public O owner(int place) {
    return (O) owners[index(place)];
  }

  /** The size of an item, counted from the oldest; there must be as many. */
  public long size(int place) {
    return sizes[index(place)];
  }

  /** Removes the oldest item; there must be one. */
  public void removeFirst() {
    bytes -= sizes[head];
    items[head] = null;
    owners[head] = null;
    head = index(1);
    count--;
  }

  /** Removes the newest item; there must be one. */
  public void removeLast() {
    count--;
    int last = index(count);
    bytes -= sizes[last];
    items[last] = null;
    owners[last] = null;
  }

  /** Moves the oldest item to the end of another queue; there must be one. */
  public void moveFirstTo(SizedQueue<? super T, ? super O> other) {
    other.add(item(0), owner(0), sizes[head]);
    removeFirst();
  }

  /**
   * Removes the oldest item of an owner from this place on.
   *
   * @return false if there is none
   */
  public boolean removeOldestOf(O owner, int from) {
    int i = from;
    while (i < count && owners[index(i)] != owner) {
      i++;
    }
    if (i >= count) {
      return false;
    }
    long size = sizes[index(i)];
    for (; i > 0; i--) { // those before it, mostly none, move up
      items[index(i)] = items[index(i - 1)];
      owners[index(i)] = owners[index(i - 1)];
      sizes[index(i)] = sizes[index(i - 1)];
    }
    sizes[head] = size;
    removeFirst();
    return true;
  }

  private int index(int i) {
    return (head + i) & (items.length - 1);
  }

  private void grow() {
    int old = items.length;
    items = Arrays.copyOf(items, 2 * old);
    owners = Arrays.copyOf(owners, 2 * old);
    sizes = Arrays.copyOf(sizes, 2 * old);
    // What had wrapped around follows the old end now.
    System.arraycopy(items, 0, items, old, head);
    System.arraycopy(owners, 0, owners, old, head);
    System.arraycopy(sizes, 0, sizes, old, head);
    Arrays.fill(items, 0, head, null);
    Arrays.fill(owners, 0, head, null);
  }
}
