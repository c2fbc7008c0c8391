package io.outrigger.protocol.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatesTest {
  private final Candidates candidates = new Candidates();

  /** Letters are IPv6 addresses, digits IPv4 ones. */
  private static List<InetAddress> addresses(String names) {
    return names.chars().mapToObj(CandidatesTest::address).toList();
  }

  private static InetAddress address(int name) {
    try {
      return InetAddress.getByName(
          Character.isDigit(name) ? "192.0.2." + (char) name : "2001:db8::" + (char) name);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "12a, 1a2", "ab12, a1b2", "a123, a123", "1abc2, 1a2bc"})
  void familiesTakeTurns(String resolved, String order) {
    assertTrue(candidates.isRoundOver());
    candidates.begin(addresses(resolved));
    for (InetAddress expected : addresses(order)) {
      assertFalse(candidates.isRoundOver());
      assertEquals(expected, candidates.next());
    }
    assertTrue(candidates.isRoundOver());
  }

  @Test
  void theTimeForEachGrowsWithTheRounds() {
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      candidates.begin(addresses("1a"));
      assertEquals(Duration.ofSeconds(seconds).toNanos(), candidates.attemptNanos());
    }
    candidates.connected();
    assertTrue(candidates.isRoundOver());
    candidates.begin(addresses("1a"));
    assertEquals(Duration.ofSeconds(1).toNanos(), candidates.attemptNanos());
    candidates.begin(addresses("1"));
    assertEquals(Candidates.LONG_NANOS, candidates.attemptNanos());
  }
}
