package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
  private final MessageQueue queue = new MessageQueue();

  private static Link link(String source) {
    return new Link(source, null, new LinkRule(WhenFull.WAIT, LinkRule.DEFAULT_TIMEOUT), null);
  }

  private record Entry(Message message, Link link, long size) {}

  @Test
  void theOldestOfALinkGoesAndTheOthersKeepTheirOrder() {
    Link a = link("a");
    Link b = link("b");
    queue.add(TestModule.message("1"), b, 10);
    queue.add(TestModule.message("2"), a, 20);
    queue.add(TestModule.message("3"), a, 40);
    assertTrue(queue.removeOldestOf(a));
    assertEquals(50, queue.bytes());
    assertEquals("1", TestModule.text(queue.first()));
    queue.removeFirst();
    assertEquals("3", TestModule.text(queue.first()));
    assertFalse(queue.removeOldestOf(b));
  }

  @Test
  void itDoesWhatAListDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Link[] links = {link("a"), link("b"), link("c")};
    List<Entry> model = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      Link link = links[random.nextInt(links.length)];
      int what = random.nextInt(20);
      if (what < 10 + (step / 1000 % 2)) {
        Entry entry = new Entry(TestModule.message("" + step), link, random.nextInt(1000));
        model.add(entry);
        queue.add(entry.message(), entry.link(), entry.size());
      } else if (what < 15 && !model.isEmpty()) {
        Entry entry = model.remove(0);
        assertEquals(entry, new Entry(queue.first(), queue.firstLink(), queue.firstSize()));
        queue.removeFirst();
      } else {
        int first = 0;
        while (first < model.size() && model.get(first).link() != link) {
          first++;
        }
        boolean there = first < model.size();
        if (there) {
          model.remove(first);
        }
        assertEquals(there, queue.removeOldestOf(link), () -> "seed " + seed);
      }
      assertEquals(model.size(), queue.count(), () -> "seed " + seed);
      assertEquals(
          model.stream().mapToLong(Entry::size).sum(), queue.bytes(), () -> "seed " + seed);
    }
  }
}
