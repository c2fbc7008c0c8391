package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.wire.Packet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway makes of its host's coming and going: it has it create the module, again and again
 * if need be, and tells the owner.
 *
 * <p>Guarded by itself where not said otherwise; the owner is told without the lock.
 */
final class HostWatch implements SenderObserver {
  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

  /** A CREATE_REPLY that doesn't come for so long is asked for again. */
  private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ReqRepSettings settings;
  private final GatewayLink.Listener owner;
  private final RequestListener listener;
  private final CreateExchange exchange = new CreateExchange();
  private final CountDownLatch destroyed = new CountDownLatch(1);
  private volatile RequestSender sender;

  /** CREATE_REQUEST; null until the owner asks for it. */
  private byte[] create;

  private int createId;
  private long createdAskedNanos;
  private boolean awaitingReply;
  private int destroyId;

  /** The host had the module at least once. */
  private volatile boolean created;

  private volatile boolean ending;

  /** The owner was told that the host is lost. */
  private boolean lostTold;

  // Of the watching thread.
  private long connectionsSeen;

  HostWatch(ReqRepSettings settings, GatewayLink.Listener owner, RequestListener listener) {
    this.settings = settings;
    this.owner = owner;
    this.listener = listener;
  }

  /** Begins. */
  void watch(RequestSender newSender) {
    sender = newSender;
    newSender.start();
  }

  /** Has the module created for the first time. */
  CreateExchange.Answer create(byte[] packet, Duration timeout) throws InterruptedException {
    synchronized (this) {
      createId = sender.takeId();
      create = packet;
    }
    if (sender.isConnected()) {
      sendCreate();
    }
    CreateExchange.Answer answer = exchange.await(timeout);
    created = answer == CreateExchange.Answer.CREATED;
    return answer;
  }

  private void sendCreate() {
    byte[] packet;
    int id;
    synchronized (this) {
      if (create == null || ending) {
        return;
      }
      packet = create;
      id = createId;
      awaitingReply = true;
      createdAskedNanos = System.nanoTime();
    }
    sender.trySend(id, packet);
  }

  boolean isCreated() {
    return created;
  }

  /** From now on the host may go without a word. */
  void end() {
    ending = true;
    exchange.answered(CreateExchange.Answer.HOST_LOST);
  }

  /** The link is closed: nobody waits any longer. */
  void close() {
    end();
    destroyed.countDown();
  }

  /** Sends DESTROY and waits until it is answered, the host is gone or the link closed. */
  boolean destroy(Duration timeout) throws InterruptedException {
    synchronized (this) {
      destroyId = sender.takeId();
    }
    sender.trySend(destroyId, Packet.destroy());
    return destroyed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void connected(boolean settled) {
    LOG.debug("a module host listens at {}", settings.remoteUrl());
    if (!settled) {
      sendCreate();
    }
  }

  @Override
  public void disconnected() {
    synchronized (this) {
      awaitingReply = false;
    }
    if (ending) {
      destroyed.countDown();
    }
    if (hasCreate()) {
      exchange.answered(CreateExchange.Answer.HOST_LOST);
    }
    tellLost("its connection at " + settings.remoteUrl() + " is gone");
  }

  private synchronized boolean hasCreate() {
    return create != null;
  }

  @Override
  public boolean createReplied(int id, boolean hasModule) {
    synchronized (this) {
      if (create == null || id != createId) {
        return false;
      }
      awaitingReply = false;
    }
    exchange.answered(hasModule ? CreateExchange.Answer.CREATED : CreateExchange.Answer.REFUSED);
    if (hasModule) {
      sender.flow();
      returned();
    } else {
      tellLost("it could not create the module again; its log says why");
    }
    return true;
  }

  @Override
  public boolean answered(int id) {
    boolean expected;
    synchronized (this) {
      expected = destroyId != 0 && id == destroyId;
    }
    if (expected) {
      destroyed.countDown();
    }
    return expected;
  }

  @Override
  public void refused() {
    sender.startedOver();
    sendCreate();
  }

  @Override
  public void unanswered() {
    refused();
  }

  @Override
  public void lost() {
    tellLost(
        "it has not answered for "
            + settings
                .window()
                .acknowledgeTimeout()
                .multipliedBy(settings.window().missedDeadlines())
                .toMillis()
            + " ms (acknowledge.timeout.ms, missed.deadlines)");
  }

  private void tellLost(String reason) {
    synchronized (this) {
      if (!created || ending || lostTold) {
        return;
      }
      lostTold = true;
    }
    owner.hostLost(reason);
  }

  @Override
  public void returned() {
    synchronized (this) {
      if (!lostTold || ending) {
        return;
      }
      lostTold = false;
    }
    owner.hostReturned();
  }

  @Override
  public void tick() {
    long connections = listener.accepted();
    // Not the first: a plain host, which may not expect a repeat, keeps its one connection.
    boolean hostCameBack =
        connections != connectionsSeen && connectionsSeen > 0 && created && sender.isFlowing();
    connectionsSeen = connections;
    boolean repeat;
    synchronized (this) {
      repeat = created && awaitingReply && System.nanoTime() - createdAskedNanos > REPEAT_NANOS;
    }
    if (hostCameBack || repeat) {
      sendCreate();
    }
  }
}
