package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.GatewaySession;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway learns about its host: passed on to the thread that waits for the module's
 * creation, and to the session's owner, who isn't told twice that the host is lost, nor that one
 * returned that wasn't.
 */
final class HostWatch implements SenderObserver {
  /** Called at each check of the connection. */
  interface Tick {
    void tick();
  }

  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

  private final ReqRepSettings settings;
  private final GatewaySession.Listener owner;
  private final RequestListener listener;
  private final Tick tick;
  private final CreateExchange exchange = new CreateExchange();
  private volatile boolean ending;

  // Of the sender's thread.
  private boolean hasModule;
  private boolean silent;

  /** What the owner knows: nothing before the module was created for the first time. */
  private boolean createdOnce;

  private boolean lostTold;
  private long connectionsSeen;

  HostWatch(
      ReqRepSettings settings, GatewaySession.Listener owner, RequestListener listener, Tick tick) {
    this.settings = settings;
    this.owner = owner;
    this.listener = listener;
    this.tick = tick;
  }

  /** Waits for the answer to the first CREATE_REQUEST. */
  CreateExchange.Answer awaitCreated(Duration timeout) throws InterruptedException {
    return exchange.await(timeout);
  }

  /** From now on the host may go, and the owner isn't told. */
  void end() {
    ending = true;
    exchange.answered(CreateExchange.Answer.HOST_LOST);
  }

  @Override
  public void connected() {
    LOG.debug("a module host listens at {}", settings.remoteUrl());
  }

  @Override
  public void disconnected() {
    exchange.hostLost();
    hasModule = false;
    silent = false;
    tell("its connection at " + settings.remoteUrl() + " is gone");
  }

  @Override
  public void creating() {
    listener.take();
    exchange.begin();
  }

  @Override
  public void created(boolean done) {
    exchange.answered(done ? CreateExchange.Answer.CREATED : CreateExchange.Answer.REFUSED);
    createdOnce |= done;
    hasModule = done;
    tell("it could not create the module again; its log says why");
  }

  @Override
  public void lost() {
    silent = true;
    WindowLimits window = settings.window();
    long millis = window.acknowledgeTimeout().toMillis() * window.missedDeadlines();
    tell("it has not answered for " + millis + " ms (acknowledge.timeout.ms, missed.deadlines)");
  }

  @Override
  public void returned() {
    silent = false;
    tell("");
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
    tick.tick();
    long connections = listener.accepted();
    // Not the first one: that is no return, and a plain host may not expect a repeat. Also at the
    // end, when the host may still have something to send.
    if (connections != connectionsSeen && connectionsSeen > 0) {
      outbox.hostReconnected();
    }
    connectionsSeen = connections;
  }
}
