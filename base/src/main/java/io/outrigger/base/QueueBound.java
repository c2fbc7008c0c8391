package io.outrigger.base;

/**
 * The bound of a queue. An item larger than all of it passes when nothing else is there.
 *
 * @param items the most of them
 * @param bytes the most of them
 */
public record QueueBound(int items, long bytes) {

  /** Whether an item of this size may be added. */
  public boolean hasRoom(SizedQueue<?, ?> queue, long size) {
    return hasRoom(queue.count(), queue.bytes(), size);
  }

  /** Whether an item of this size may be added to so many of so many bytes. */
  public boolean hasRoom(long count, long bytesThere, long size) {
    return count == 0 || count < items && bytesThere + size <= bytes;
  }

  /** Whether so many of so many bytes leave a quarter free, of the items and of the bytes. */
  public boolean isQuarterFree(long count, long bytesThere) {
    return count == 0 || count <= items * 3L / 4 && bytesThere <= bytes - bytes / 4;
  }
}
