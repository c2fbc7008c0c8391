package io.outrigger.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten lines a second; times are milliseconds. */
class LogRecordsTest {
  private static final int SAVED = 10 * LogRecords.SAVED_SECONDS;

  private final List<String> logged = new ArrayList<>();
  private final LogRecords records =
      new LogRecords(10, "ten", 0, (level, text) -> logged.add(level + " " + text));

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }

  private void add(String line) {
    records.add(line, 0);
  }

  private void expect(String... expected) {
    assertEquals(List.of(expected), logged);
    logged.clear();
  }

  @Test
  void aLineIsARecordWhenTheNextOneComesOrNoneIsAtHand() {
    add("one");
    expect();
    add("two");
    expect("INFO one");
    records.flush();
    expect("INFO two");
    records.flush();
    expect();
  }

  @Test
  void aPrefixGivesTheLevel() {
    for (int i = 0; i < 8; i++) {
      add("<" + i + ">x");
    }
    records.end();
    expect("ERROR x", "ERROR x", "ERROR x", "ERROR x", "WARN x", "INFO x", "INFO x", "DEBUG x");
  }

  @Test
  void whatIsNoPrefixIsText() {
    for (String line : List.of("<8>x", "<x>", "<3", "3>x", "", "\tx")) {
      add(line);
    }
    records.end();
    expect("INFO <8>x", "INFO <x>", "INFO <3", "INFO 3>x", "INFO \tx");
  }

  @Test
  void aTabAfterThePrefixGoesOnWithTheRecord() {
    add("<3>java.lang.Error");
    add("<3>\t\tat one");
    add("<3>\tCaused by");
    add("<4>next");
    records.end();
    expect(
        "ERROR java.lang.Error\n\tat one\nCaused by".replace("\n", System.lineSeparator()),
        "WARN next");
  }

  @Test
  void aRecordThatGoesOnWithNothingIsARecord() {
    add("<3>\tlost its beginning");
    records.end();
    expect("ERROR lost its beginning");
  }

  @Test
  void whatIsBeyondTheBoundIsLeftOutAndCounted() {
    IntStream.range(0, SAVED + 7).forEach(i -> add("" + i));
    records.flush();
    assertEquals(SAVED, logged.size());
    logged.clear();
    records.tick(nanos(999));
    expect();
    records.tick(nanos(1000));
    expect("WARN 7 lines left out, beyond ten");
    IntStream.range(0, 12).forEach(i -> records.add("" + i, nanos(1001)));
    records.end();
    assertEquals(11, logged.size());
    assertEquals("WARN 2 lines left out, beyond ten", logged.get(10));
  }

  @Test
  void whatIsNotUsedInTheLastSecondsMayComeAtOnce() {
    IntStream.range(0, SAVED).forEach(i -> add("" + i));
    IntStream.range(0, 30).forEach(i -> records.add("" + i, nanos(3000)));
    records.end();
    assertEquals(SAVED + 30, logged.size());
  }

  @Test
  void whatWasAskedForIsNotBounded() {
    records.unbounded(nanos(2000));
    IntStream.range(0, SAVED * 3).forEach(i -> records.add("" + i, nanos(1999)));
    records.end();
    assertEquals(SAVED * 3, logged.size());
  }

  @Test
  void theLastLinesAreKeptAlsoIfTheyWereLeftOut() {
    IntStream.range(0, SAVED * 2).forEach(i -> add("" + i));
    assertEquals(LogRecords.LAST_LINES, records.lastLines().size());
    assertEquals("" + (SAVED * 2 - 1), records.lastLines().get(LogRecords.LAST_LINES - 1));
  }
}
