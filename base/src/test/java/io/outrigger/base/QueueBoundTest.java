package io.outrigger.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueBoundTest {

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 2", "4, 3", "7, 5", "8, 6", "1024, 768"})
  void aQuarterOfTheItemsIsFreeUpToSoMany(int items, int most) {
    QueueBound bound = new QueueBound(items, Long.MAX_VALUE);
    for (int count = 0; count <= items; count++) {
      assertEquals(count <= most, bound.isQuarterFree(count, 0));
    }
  }

  @Test
  void aQuarterOfTheBytesIsToBeFreeAsWell() {
    QueueBound bound = new QueueBound(1024, 100);
    assertTrue(bound.isQuarterFree(1, 75));
    assertFalse(bound.isQuarterFree(1, 76));
    assertFalse(bound.isQuarterFree(1024, 75));
    assertFalse(bound.isQuarterFree(1, 1000));
    assertTrue(bound.isQuarterFree(0, 0));
  }
}
