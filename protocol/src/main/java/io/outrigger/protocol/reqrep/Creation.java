package io.outrigger.protocol.reqrep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which CREATE_REQUEST a host's module was created for, and which one came last. While one waits to
 * be handled, its gateway takes nothing that the module publishes, so the outbox waits for no room:
 * else the module could wait for the gateway, and the gateway for the module. Safe to use from any
 * thread.
 */
final class Creation {
  /** What becomes of the module when a CREATE_REQUEST is handled. */
  enum Decision {
    /** Nothing: another gateway has asked since, so the one that sent this is gone. */
    SKIPPED,
    STAYS,
    CREATES
  }

  private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

  private final Outbox outbox;

  /** Null while there is no module. */
  private Request.Create creator;

  private Request.Create newest;

  Creation(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Whether another gateway has asked over a later connection. Then this CREATE_REQUEST was under
   * way when its sender went, and no longer decides anything.
   */
  synchronized boolean isLate(Request.Create create) {
    return newest != null
        && !create.isPlain()
        && newest.sender() != create.sender()
        && Route.isEarlier(create.route(), newest.route());
  }

  /** Whether this sender's DESTROY is meant for the module that is there. */
  synchronized boolean isCurrent(long identity) {
    return identity == Route.PLAIN || newest.sender() == identity;
  }

  /** One came. Returns whether the module that it asks for is there. */
  synchronized boolean received(Request.Create create) {
    boolean there = isThere(create);
    if (newest != null && newest.sender() != create.sender()) {
      LOG.info(
          "a gateway that started over is there; the module {}",
          there ? "stays" : "is created again, as its configuration is another");
    }
    newest = create;
    creator = there ? create : creator;
    outbox.setMayWait(there);
    return there;
  }

  /** What is to be done, now that it is handled. Unless the module stays, there is none then. */
  synchronized Decision decide(Request.Create create) {
    if (newest.sender() != create.sender()) {
      return Decision.SKIPPED;
    }
    if (isThere(create)) {
      return Decision.STAYS;
    }
    creator = null;
    return Decision.CREATES;
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
    outbox.setMayWait(newest.sender() == create.sender());
  }

  /** There is no module any longer. */
  synchronized void ended() {
    creator = null;
  }
}
