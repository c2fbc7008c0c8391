package io.outrigger.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "same, same, 0",
    "'', abc, 3",
    "abc, '', 3",
    "kitten, sitting, 3",
    "lisetn, listen, 1",
    "Name, name, 0",
    "abc, acbd, 2",
  })
  void distanceCountsEdits(String one, String other, int edits) {
    assertEquals(edits, Nearest.distance(one, other));
    assertEquals(edits, Nearest.distance(other, one));
  }

  @Test
  void theNearestIsNamed() {
    List<String> known = List.of("sink", "source");
    assertEquals("did you mean 'source'?", Nearest.hint("soruce", known, known));
    assertEquals("did you mean 'sink'?", Nearest.hint("sync", known, known));
  }

  @Test
  void aKeyWithoutItsUnitIsNamedWithIt() {
    List<String> known = List.of("host.path", "timeout.ms");
    assertEquals("did you mean 'timeout.ms'?", Nearest.hint("timeout", known, known));
  }
}
