package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.GatewaySession;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway learns about its host: passed on to the thread that waits for the module's
 * creation, and to the session's owner, who isn't told twice that the host is lost, nor that one
 * returned that wasn't.
 */
final class HostWatch implements SenderObserver {
  /** What came of CREATE_REQUEST. */
  enum CreateResult {
    CREATED,
    REFUSED,
    HOST_LOST
  }

  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

  private final String name;
  private final ReqRepSettings settings;
  private final GatewaySession.Listener owner;
  private final RequestListener listener;
  private final Runnable tick;

  /**
   * What came of CREATE_REQUEST; null while that isn't known. The first failure counts, until the
   * owner has heard of it; the module's creation counts for good. Guarded by this.
   */
  private CreateResult result;

  private volatile boolean creating;
  private volatile boolean ending;

  // Of the sender's thread.
  private boolean hasModule;
  private boolean silent;

  /** What the owner knows: nothing before the module was created for the first time. */
  private boolean createdOnce;

  private boolean lostTold;
  private long connectionsSeen;

  /** When the module was created that is there. */
  private long createdAt;

  private boolean absenceTold;

  /**
   * @param name of the module, for log lines
   * @param tick is run at each check of the connection
   */
  HostWatch(
      String name,
      ReqRepSettings settings,
      GatewaySession.Listener owner,
      RequestListener listener,
      Runnable tick) {
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    this.listener = listener;
    this.tick = tick;
  }

  /** The owner wants the module, maybe not for the first time: an earlier failure is over. */
  synchronized void forgetFailure() {
    result = result == CreateResult.CREATED ? result : null;
  }

  /** Waits for what comes of CREATE_REQUEST; null when the time is over. */
  synchronized CreateResult awaitCreated(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toNanos(); result == null && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    return result;
  }

  private synchronized void offer(CreateResult what) {
    if (result == null || what == CreateResult.CREATED) {
      result = what;
      notifyAll();
    }
  }

  /** From now on the host may go, and the owner isn't told. */
  void end() {
    ending = true;
    offer(CreateResult.HOST_LOST);
  }

  @Override
  public void connected() {
    LOG.debug("a module host listens at {}", settings.remoteUrl());
  }

  @Override
  public void disconnected() {
    if (creating) {
      offer(CreateResult.HOST_LOST);
    }
    hasModule = false;
    silent = false;
    tell("its connection at " + settings.remoteUrl() + " is gone");
  }

  @Override
  public void creating() {
    listener.take();
    creating = true;
  }

  @Override
  public void found(PeerEvent event) {
    switch (event) {
      case CREATED, NOT_CREATED -> created(event == PeerEvent.CREATED);
      case LOST -> {
        silent = true;
        WindowLimits window = settings.window();
        long millis = window.acknowledgeTimeout().toMillis() * window.missedDeadlines();
        tell(
            "it has not answered for " + millis + " ms (acknowledge.timeout.ms, missed.deadlines)");
      }
      case RETURNED -> {
        silent = false;
        tell("");
      }
      case DESTROYED -> LOG.debug("{}: DESTROY is answered", name);
    }
  }

  private void created(boolean done) {
    offer(done ? CreateResult.CREATED : CreateResult.REFUSED);
    createdOnce |= done;
    hasModule = done;
    createdAt = System.nanoTime();
    tell("it could not create the module again; its log says why");
  }

  private void tell(String lostReason) {
    boolean lost = !hasModule || silent;
    if (!createdOnce || ending || lost == lostTold) {
      return;
    }
    lostTold = lost;
    if (lost) {
      owner.hostLost(lostReason);
    } else {
      owner.hostReturned();
    }
  }

  @Override
  public void checked(Outbox outbox) {
    tick.run();
    long connections = listener.accepted();
    // Not the first one: that is no return, and a plain host may not expect a repeat. Also at the
    // end, when the host may still have something to send.
    if (connections != connectionsSeen && connectionsSeen > 0) {
      outbox.hostReconnected();
    }
    connectionsSeen = connections;
    checkConnected();
  }

  /** A host whose module can publish nothing has another address for its gateway. */
  private void checkConnected() {
    long limit = ReqRepSettings.CONNECTED_WITHIN.toNanos();
    if (hasModule
        && connectionsSeen == 0
        && !absenceTold
        && System.nanoTime() - createdAt > limit) {
      absenceTold = true;
      LOG.warn(
          "{}: the host has created its module, but has not connected to {} for {} ms: that must be"
              + " its remote.url",
          name,
          settings.listenUrl(),
          ReqRepSettings.CONNECTED_WITHIN.toMillis());
    }
  }
}
