package io.outrigger.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SizedQueueTest {
  private final SizedQueue<String, Object> queue = new SizedQueue<>();

  private record Entry(String item, Object owner, long size) {}

  @Test
  void theOldestOfAnOwnerGoesAndTheOthersKeepTheirOrder() {
    Object a = "a";
    Object b = "b";
    queue.add("1", b, 10);
    queue.add("2", a, 20);
    queue.add("3", a, 40);
    assertTrue(queue.removeOldestOf(a, 0));
    assertEquals(50, queue.bytes());
    assertEquals("1", queue.item(0));
    queue.removeFirst();
    assertEquals("3", queue.item(0));
    assertFalse(queue.removeOldestOf(b, 0));
  }

  @Test
  void itDoesWhatAListDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] owners = {"a", "b", "c"};
    List<Entry> model = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      String owner = owners[random.nextInt(owners.length)];
      int what = random.nextInt(20);
      if (what < 10 + (step / 1000 % 2)) {
        Entry entry = new Entry("" + step, owner, random.nextInt(1000));
        model.add(entry);
        queue.add(entry.item(), entry.owner(), entry.size());
      } else if (what < 15 && !model.isEmpty()) {
        Entry entry = model.remove(0);
        assertEquals(entry, new Entry(queue.item(0), queue.owner(0), queue.size(0)));
        queue.removeFirst();
      } else if (what < 16 && !model.isEmpty()) {
        model.remove(model.size() - 1);
        queue.removeLast();
      } else {
        int from = random.nextInt(3);
        int first = from;
        while (first < model.size() && model.get(first).owner() != owner) {
          first++;
        }
        boolean there = first < model.size();
        if (there) {
          model.remove(first);
        }
        assertEquals(there, queue.removeOldestOf(owner, from), () -> "seed " + seed);
      }
      assertEquals(model.size(), queue.count(), () -> "seed " + seed);
      assertEquals(
          model.stream().mapToLong(Entry::size).sum(), queue.bytes(), () -> "seed " + seed);
    }
  }
}
