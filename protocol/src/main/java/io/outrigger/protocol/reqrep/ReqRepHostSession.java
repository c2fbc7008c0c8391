package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.UndeliveredException;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.PacketType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The host's end over {@code reqrep}. */
public final class ReqRepHostSession implements HostSession {
  /** How long the module's last messages may take to be answered. */
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);

  /** How long a last answer may take to be fetched: nanomsg drops it when the socket is closed. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LINGER_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final RequestQueue requests;
  private final RequestListener listener;
  private final RequestSender sender;
  private final Outbox outbox;
  private final AtomicLong received = new AtomicLong();
  private final Creation creation;
  private volatile boolean orphaned;

  // Of the thread in run.
  private ModuleHandler module;

  private boolean hasModule;

  private ReqRepHostSession(ReqRepSettings settings) {
    Identity identity = Identity.random();
    outbox = new Outbox("host", Side.HOST, settings, new QueueBound(0, 0));
    creation = new Creation(outbox);
    requests = new RequestQueue(settings, this::createReceived);
    listener = new RequestListener("host", Side.HOST, identity, settings, requests);
    requests.attach(listener);
    try {
      GatewayWatch gateway = new GatewayWatch(settings, this::orphaned);
      sender = new RequestSender("host", Side.HOST, identity, settings, outbox, gateway);
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
    listener.start();
    sender.start();
  }

  /**
   * Listens, and connects to the gateway, which need not be there yet.
   *
   * @throws SessionException if the listen address can't be bound or an address is wrong
   */
  public static ReqRepHostSession open(ReqRepSettings settings) throws SessionException {
    try {
      return new ReqRepHostSession(settings);
    } catch (RuntimeException e) {
      throw new SessionException(e.getMessage(), e);
    }
  }

  /** On the listener's thread, as soon as CREATE_REQUEST comes. */
  private boolean createReceived(Request.Create create) {
    if (creation.isLate(create)) {
      return true;
    }
    listener.take();
    sender.createReceived(create.sender());
    boolean there = creation.received(create);
    if (there) {
      // However much the module has to do first, this gateway need not wait for it.
      listener.created(create, true);
    }
    return there;
  }

  /** On the sender's thread. */
  private void orphaned() {
    orphaned = true;
    requests.end();
  }

  @Override
  public End run(ModuleHandler handler) throws InterruptedException {
    module = handler;
    try {
      for (Request next = requests.next(); next != null; next = requests.next()) {
        End end = handle(next);
        if (end != null) {
          return end;
        }
      }
      if (orphaned) {
        return End.ORPHANED;
      }
      destroyModule();
      outbox.awaitEmpty(FLUSH_TIMEOUT);
      listener.answerAll();
      return End.CLOSED;
    } finally {
      destroyModule();
    }
  }

  /** Returns null to go on. */
  private End handle(Request next) throws InterruptedException {
    if (next instanceof Request.Create create) {
      return create(create);
    }
    Request.OneWay request = (Request.OneWay) next;
    boolean destroys = request.type() == PacketType.DESTROY;
    if (destroys && creation.isCurrent(request.stream().identity())) {
      return destroy(request);
    }
    if (request.message() != null) {
      received.incrementAndGet();
      module.receive(request.message());
    }
    requests.handled(request);
    return null;
  }

  private End create(Request.Create create) {
    Creation.Decision decision = creation.decide(create);
    if (decision == Creation.Decision.SKIPPED) {
      return null;
    }
    boolean creates = decision == Creation.Decision.CREATES;
    if (creates) {
      destroyModule();
      hasModule = module.create(create.configuration());
      if (!hasModule) {
        listener.created(create, false);
        linger();
        return End.CREATE_FAILED;
      }
    }
    creation.done(create);
    listener.created(create, true);
    if (creates) {
      module.start();
    }
    return null;
  }

  private End destroy(Request.OneWay request) throws InterruptedException {
    destroyModule();
    outbox.awaitEmpty(FLUSH_TIMEOUT);
    requests.handled(request);
    listener.answerAll();
    linger();
    return End.DESTROYED;
  }

  private void destroyModule() {
    creation.ended();
    if (hasModule) {
      hasModule = false;
      module.destroy();
    }
  }

  /** Waits until the gateway that got the last answer has left. */
  private void linger() {
    long deadline = System.nanoTime() + LINGER_NANOS;
    while (!requests.isEnded()
        && listener.connections() > 0
        && System.nanoTime() < deadline
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LINGER_CHECK_NANOS);
    }
  }

  @Override
  public void publish(Message message) throws PublishException {
    try {
      outbox.put(message, MessageEncoder.sizeOf(message));
    } catch (UndeliveredException e) {
      throw new PublishException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while waiting to publish", e);
    }
  }

  @Override
  public SessionStatistics statistics() {
    return outbox.statistics(received.get(), listener.duplicates(), listener.refused());
  }

  @Override
  public void end() {
    requests.end();
  }

  @Override
  public void close() {
    end();
    sender.close();
    listener.close();
  }
}
