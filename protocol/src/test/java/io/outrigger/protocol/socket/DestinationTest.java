package io.outrigger.protocol.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.outrigger.testsupport.Await;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DestinationTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final InetAddress[] UNKNOWN = {};

  /** What lookups bring, each waited for. */
  private final BlockingQueue<InetAddress[]> found = new LinkedBlockingQueue<>();

  private final AtomicInteger lookups = new AtomicInteger();
  private final Destination destination = new Destination("tcp://peer.test:5555", this::resolve);
  private long now;

  private InetAddress[] resolve(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    try {
      InetAddress[] addresses = found.take();
      if (addresses.length == 0) {
        throw new UnknownHostException(host);
      }
      return addresses;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InetAddress[] addresses(String... literals) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.getByName(literals[i]);
    }
    return addresses;
  }

  private String awaitNext() {
    String[] next = {null};
    Await.until(
        "the lookup isn't over",
        () -> {
          next[0] = destination.next(now);
          return next[0] != null;
        });
    return next[0];
  }

  @Test
  void literalAddressesAndPathsAreAsTheyAre() {
    for (String url : new String[] {"ipc://x", "tcp://192.0.2.1:1", "tcp://[::1]:1"}) {
      assertEquals(url, new Destination(url, this::resolve).next(now));
    }
    assertEquals(0, lookups.get());
  }

  @Test
  void aLookupUnderWayIsNotWaitedFor() throws Exception {
    assertNull(destination.next(now));
    assertNull(destination.next(now + 100 * SECOND));
    found.add(addresses("192.0.2.1", "192.0.2.2"));
    assertEquals("tcp://192.0.2.1:5555", awaitNext());
    assertEquals("tcp://192.0.2.2:5555", destination.next(now));
    assertEquals(1, lookups.get());
  }

  @Test
  void eachRoundLooksAgainButNotTwiceASecond() throws Exception {
    found.add(addresses("192.0.2.1"));
    assertEquals("tcp://192.0.2.1:5555", awaitNext());
    now += SECOND - 1;
    assertEquals("tcp://192.0.2.1:5555", destination.next(now));
    assertEquals(1, lookups.get());
    now += 1;
    assertEquals("tcp://192.0.2.1:5555", destination.next(now));
    found.add(addresses("192.0.2.9"));
    Await.until(
        "the new one isn't tried", () -> "tcp://192.0.2.9:5555".equals(destination.next(now)));
    assertEquals(2, lookups.get());
  }

  @Test
  void whatIsKnownIsTriedWhileTheNameServerIsAway() throws Exception {
    found.add(addresses("192.0.2.1"));
    assertEquals("tcp://192.0.2.1:5555", awaitNext());
    destination.connected();
    now += 100 * SECOND;
    assertEquals("tcp://192.0.2.1:5555", destination.next(now));
    found.add(UNKNOWN);
    Await.until("the lookup isn't over", () -> found.isEmpty());
    assertEquals("tcp://192.0.2.1:5555", destination.next(now));
  }

  @Test
  void aNameThatIsUnknownIsLookedUpEverMoreSeldom() throws Exception {
    int expected = 1;
    for (int seconds : new int[] {2, 4, 8, 10, 10}) {
      found.add(UNKNOWN);
      awaitFailure(expected++);
      now += seconds * SECOND - 1;
      assertNull(destination.next(now));
      assertEquals(expected - 1, lookups.get());
      now += 1;
    }
    found.add(addresses("192.0.2.1"));
    assertEquals("tcp://192.0.2.1:5555", awaitNext());
  }

  /** The thread of a lookup that failed is over, and what it brought was seen. */
  private void awaitFailure(int count) {
    Await.until(
        () -> "lookup " + count + " hasn't failed",
        () -> {
          assertNull(destination.next(now));
          return lookups.get() == count
              && Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("lookup of peer.test"));
        });
    assertNull(destination.next(now));
  }
}
