package io.outrigger.protocol.reqrep;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which CREATE_REQUEST a host's module is there, and which one came last. While one waits to be
 * handled, its gateway takes nothing that the module publishes, so the outbox waits for no room:
 * else the module could wait for the gateway, and the gateway for the module. Safe to use from any
 * thread.
 */
final class Creation {
  /** What becomes of the module when a CREATE_REQUEST has its turn. */
  enum Turn {
    /** Nothing: another gateway has asked since, so whoever sent this one is gone. */
    SKIPPED,
    STAYS,
    MADE_ANEW
  }

  private static final int MAX_SUPERSEDED = 16;

  private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

  private final Outbox outbox;

  /** Null while there is no module. */
  private Request.Create creator;

  private Request.Create newest;

  /** Gateways that another one has followed, the latest of them last. */
  private final Deque<Long> superseded = new ArrayDeque<>(MAX_SUPERSEDED);

  Creation(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Whether this gateway was followed by another one. What still comes of it is late, and decides
   * nothing about the module any more.
   */
  synchronized boolean isSuperseded(long sender) {
    return superseded.contains(sender);
  }

  /** One came. Returns whether the module that it asks for is there. */
  synchronized boolean came(Request.Create create) {
    boolean there = isThere(create);
    if (newest != null && newest.sender() != create.sender()) {
      if (superseded.size() == MAX_SUPERSEDED) {
        superseded.removeFirst();
      }
      superseded.addLast(newest.sender());
      LOG.info(
          "a gateway that started over is there; the module {}",
          there ? "stays" : "is created again, as its configuration is another");
    }
    newest = create;
    creator = there ? create : creator;
    outbox.setPatient(there);
    return there;
  }

  /** Its turn has come: what is to be done. Unless the module stays, there is none any more. */
  synchronized Turn turn(Request.Create create) {
    if (newest.sender() != create.sender()) {
      return Turn.SKIPPED;
    }
    if (isThere(create)) {
      return Turn.STAYS;
    }
    creator = null;
    return Turn.MADE_ANEW;
  }

  /** Whether the module that it asks for is there. */
  private boolean isThere(Request.Create create) {
    return creator != null
        && (creator.sender() == create.sender()
            || creator.configuration().equals(create.configuration()));
  }

  /** The module that it asks for is there from now on. */
  synchronized void done(Request.Create create) {
    creator = create;
    outbox.setPatient(newest.sender() == create.sender());
  }

  /** There is no module any more. */
  synchronized void ended() {
    creator = null;
  }
}
