package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.PacketType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The host's end over {@code reqrep}. */
public final class ReqRepHostLink implements HostLink {
  /** How long the module's last messages may take to be answered. */
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);

  /** How long a last answer may take to be fetched: nanomsg drops it when the socket is closed. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long FAREWELL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final RequestListener listener;
  private final RequestSender sender;
  private final Outbox outbox;
  private final AtomicLong received = new AtomicLong();
  private final Creation creation;
  private volatile boolean orphaned;

  // Of the thread in run.
  private ModuleHandler module;

  private boolean hasModule;

  private ReqRepHostLink(ReqRepSettings settings) {
    Identity identity = Identity.random();
    listener = new RequestListener("host", Side.HOST, identity, settings, this::createCame);
    try {
      GatewayWatch gateway = new GatewayWatch(settings.absence(), this::orphaned);
      sender = new RequestSender("host", Side.HOST, identity, settings, gateway);
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
    outbox = sender.outbox();
    creation = new Creation(outbox);
    listener.start();
    sender.start();
  }

  /**
   * Listens, and connects to the gateway, which need not be there yet.
   *
   * @throws LinkException if the listen address can't be bound or an address is wrong
   */
  public static ReqRepHostLink open(ReqRepSettings settings) throws LinkException {
    try {
      return new ReqRepHostLink(settings);
    } catch (RuntimeException e) {
      throw new LinkException(e.getMessage(), e);
    }
  }

  /** On the listener's thread, as soon as CREATE_REQUEST comes. */
  private boolean createCame(Request.Create create) {
    if (creation.isLate(create)) {
      return true;
    }
    listener.take();
    sender.createHeard(create.sender());
    boolean there = creation.came(create);
    if (there) {
      // However much the module has to do first, this gateway need not wait for it.
      listener.created(create, true);
    }
    return there;
  }

  /** On the sender's watching thread. */
  private void orphaned() {
    orphaned = true;
    listener.end();
  }

  @Override
  public End run(ModuleHandler handler) throws InterruptedException {
    module = handler;
    try {
      for (Request next = listener.next(); next != null; next = listener.next()) {
        End end = handle(next);
        if (end != null) {
          return end;
        }
      }
      return orphaned ? End.ORPHANED : End.CLOSED;
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
    listener.handled(request);
    return null;
  }

  private End create(Request.Create create) {
    Creation.Turn turn = creation.turn(create);
    if (turn == Creation.Turn.SKIPPED) {
      return null;
    }
    boolean anew = turn == Creation.Turn.MADE_ANEW;
    if (anew) {
      destroyModule();
      hasModule = module.create(create.configuration());
      if (!hasModule) {
        listener.created(create, false);
        farewell();
        return End.CREATE_FAILED;
      }
    }
    creation.done(create);
    listener.created(create, true);
    if (anew) {
      module.start();
    }
    return null;
  }

  private End destroy(Request.OneWay request) throws InterruptedException {
    destroyModule();
    outbox.awaitEmpty(FLUSH_TIMEOUT);
    listener.handled(request);
    listener.answerAll();
    farewell();
    return End.DESTROYED;
  }

  private void destroyModule() {
    creation.ended();
    if (hasModule) {
      hasModule = false;
      module.destroy();
    }
  }

  /** Waits until whoever got the last answer has left. */
  private void farewell() {
    long deadline = System.nanoTime() + FAREWELL_NANOS;
    while (!listener.isEnded()
        && listener.connections() > 0
        && System.nanoTime() < deadline
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(FAREWELL_LOOK_NANOS);
    }
  }

  @Override
  public void publish(Message message) throws PublishException {
    try {
      outbox.put(message);
    } catch (LinkException e) {
      throw new PublishException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while waiting to publish", e);
    }
  }

  @Override
  public LinkStatistics statistics() {
    return outbox.statistics(received.get(), listener);
  }

  @Override
  public void close() {
    sender.close();
    listener.close();
  }
}
