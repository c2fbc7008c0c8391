package io.outrigger.protocol.reqrep;

import java.time.Duration;

/** A gateway's first CREATE_REQUEST and the wait for its CREATE_REPLY. */
final class CreateExchange {
  enum Answer {
    NONE,
    CREATED,
    REFUSED,
    HOST_LOST
  }

  private Answer answer = Answer.NONE;

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
