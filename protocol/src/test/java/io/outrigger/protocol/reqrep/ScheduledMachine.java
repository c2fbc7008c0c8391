package io.outrigger.protocol.reqrep;

import java.util.List;

/** A machine that a schedule is run against. */
interface ScheduledMachine {
  /** Has an event happen, and returns what the machine did because of it. */
  List<String> happen(List<String> words);
}
