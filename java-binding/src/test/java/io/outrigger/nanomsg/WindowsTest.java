package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arithmetic alone: none of the bytes is touched. */
class WindowsTest {
  private static final int GIB = 1 << 30;
  private static final long LAST_OF_A_GIB = 0x7F00_3FFF_FFFFL;

  private final Windows windows = new Windows();

  private void holds(long address, int size) {
    Window window = windows.of(address, size);
    String what = Long.toHexString(address) + ", " + size + " bytes: " + window;
    assertTrue(window.index(address) >= 0, what);
    assertTrue((long) window.index(address) + size <= window.bytes().capacity(), what);
    assertEquals(address, window.begin() + window.index(address), what);
    assertEquals(
        address, Jffi.MEMORY.getDirectBufferAddress(window.bytes()) + window.index(address), what);
  }

  @Test
  void aMessageLiesInOneWindowWhereverItIs() {
    for (int size : new int[] {0, 1, GIB - 1, GIB, GIB + 1, Integer.MAX_VALUE}) {
      for (long address : new long[] {LAST_OF_A_GIB, LAST_OF_A_GIB + 1, LAST_OF_A_GIB + 2, 16}) {
        holds(address, size);
      }
    }
  }

  @Test
  void aWindowIsMadeOnce() {
    Window window = windows.of(LAST_OF_A_GIB, GIB);
    assertSame(window, windows.of(window.begin(), 1));
    assertEquals(LAST_OF_A_GIB + 1, windows.of(LAST_OF_A_GIB + 1, 1).begin());
    // Far away, but with the same low bits.
    assertEquals(0, windows.of(LAST_OF_A_GIB + (1L << 38), 1).begin() % GIB);
    assertSame(window, windows.of(LAST_OF_A_GIB, 1));
  }

  @Test
  void moreMessagesThanWindowsAreKeptForAreReachedAsWell() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.println("WindowsTest: seed " + seed);
    for (int i = 0; i < 10_000; i++) {
      holds(random.nextLong(1L << 47), random.nextInt(Integer.MAX_VALUE));
    }
  }
}
