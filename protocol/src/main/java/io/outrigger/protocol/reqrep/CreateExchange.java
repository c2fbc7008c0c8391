package io.outrigger.protocol.reqrep;

import java.time.Duration;

/** CREATE_REQUEST and the wait for its CREATE_REPLY, which may come before the id is known here. */
final class CreateExchange {
  enum Answer {
    NONE,
    CREATED,
    REFUSED,
    HOST_LOST
  }

  private boolean idKnown;
  private int id;
  private boolean early;
  private int earlyId;
  private Answer earlyAnswer = Answer.NONE;
  private Answer answer = Answer.NONE;

  synchronized void begin() {
    idKnown = false;
    early = false;
    answer = Answer.NONE;
  }

  synchronized void sent(int requestId) {
    id = requestId;
    idKnown = true;
    if (early && earlyId == requestId) {
      answer = earlyAnswer;
    }
  }

  synchronized void replied(int requestId, boolean created) {
    Answer given = created ? Answer.CREATED : Answer.REFUSED;
    if (!idKnown) {
      early = true;
      earlyId = requestId;
      earlyAnswer = given;
    } else if (id == requestId) {
      answer = given;
      notifyAll();
    }
  }

  synchronized void hostLost() {
    if (answer == Answer.NONE) {
      answer = Answer.HOST_LOST;
      notifyAll();
    }
  }

  synchronized Answer await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (answer == Answer.NONE) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return Answer.NONE;
      }
      wait(millis);
    }
    return answer;
  }
}
