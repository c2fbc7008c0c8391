package io.outrigger.protocol.reqrep;

import java.time.Duration;

/** A gateway's first CREATE_REQUEST and the wait for its answer. */
final class CreateExchange {
  enum Answer {
    NONE,
    CREATED,
    REFUSED,
    HOST_LOST
  }

  private boolean begun;
  private Answer answer = Answer.NONE;

  /** CREATE_REQUEST goes out. */
  synchronized void begin() {
    begun = true;
  }

  /** The host has gone, which is an answer if it was asked. */
  synchronized void hostLost() {
    if (begun) {
      answered(Answer.HOST_LOST);
    }
  }

  /** Only the first answer counts. */
  synchronized void answered(Answer given) {
    if (answer == Answer.NONE) {
      answer = given;
      notifyAll();
    }
  }

  /** Returns NONE when the time is over. */
  synchronized Answer await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (answer == Answer.NONE) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        break;
      }
      wait(millis);
    }
    return answer;
  }
}
