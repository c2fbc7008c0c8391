package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.socket.EndpointUrl;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.MessageEncoder;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The host's end over {@code pair}: what the C gateway's {@code outprocess} loader talks to.
 *
 * <p>{@link #close} has {@link #run} destroy the module and tell the gateway, for which it waits a
 * few seconds at most.
 */
public final class PairHostSession implements HostSession {
  /** For four steps of 2 s each; only a module that hangs takes longer. */
  private static final long LEAVE_SECONDS = 10;

  private final PairHostSettings settings;
  private final PairCounters counters = new PairCounters();
  private final HostInbox inbox = new HostInbox();
  private final ControlChannel control;

  /**
   * The connection over which a gateway has asked for a module last; {@link PairConnection#NONE}
   * when none is connected. Written by the control channel's thread, at once, also while the thread
   * that runs waits inside the module.
   */
  private volatile long askingConnection = PairConnection.NONE;

  /** The only one there ever is; null before {@link #run}. */
  private volatile HostDriver driver;

  private volatile Thread runner;
  private final CountDownLatch ended = new CountDownLatch(1);

  private PairHostSession(PairHostSettings settings) {
    this.settings = settings;
    control = ControlChannel.bind("host", settings.controlUrl(), counters, new ControlObserver());
  }

  /**
   * Binds the control channel; a gateway need not be there yet.
   *
   * @throws SessionException if the address is wrong or can't be bound
   */
  public static PairHostSession open(PairHostSettings settings) throws SessionException {
    Optional<String> problem = EndpointUrl.problem(settings.controlUrl());
    if (problem.isPresent()) {
      throw new SessionException("control.id: " + problem.get());
    }
    try {
      return new PairHostSession(settings);
    } catch (RuntimeException e) {
      throw new SessionException(e.getMessage(), e);
    }
  }

  @Override
  public End run(ModuleHandler handler) throws InterruptedException {
    driver = new HostDriver(settings, control, inbox, counters, () -> askingConnection, handler);
    runner = Thread.currentThread();
    control.start();
    try {
      return driver.run();
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void publish(Message message) throws PublishException {
    HostedModule module = module();
    if (module == null) {
      throw new PublishException("there is no module: the gateway hasn't created it, or it ended");
    }
    long size = MessageEncoder.sizeOf(message);
    MessageChannel.checkSize(size, settings.maxMessageBytes());
    module.publish(message, (int) size);
  }

  /** The module that there is, or null. */
  private HostedModule module() {
    HostDriver current = driver;
    return current == null ? null : current.module();
  }

  @Override
  public SessionStatistics statistics() {
    return counters.statistics(0);
  }

  @Override
  public void close() {
    inbox.putFirst(new HostEvent.Closing());
    HostDriver current = driver;
    if (current != null && runner != Thread.currentThread()) {
      awaitEnd();
      HostedModule hung = ended.getCount() > 0 ? current.module() : null;
      if (hung != null) {
        hung.detach(control);
        hung.close();
      }
    }
    control.close();
  }

  private void awaitEnd() {
    try {
      ended.await(LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Puts what the control channel tells into the inbox; the module is told of its gateway's end at
   * once.
   */
  private final class ControlObserver implements ControlChannel.Observer {
    @Override
    public void received(ControlPacket packet, long connection) throws InterruptedException {
      if (packet instanceof ControlPacket.Create) {
        askedOver(connection);
      }
      inbox.put(new HostEvent.Received(packet, connection));
    }

    @Override
    public void unreadableCreate(long connection) throws InterruptedException {
      inbox.put(new HostEvent.UnreadableCreate(connection));
    }

    @Override
    public void connected() throws InterruptedException {
      inbox.put(new HostEvent.GatewayConnected());
    }

    @Override
    public void disconnected() throws InterruptedException {
      askedOver(PairConnection.NONE);
      inbox.put(new HostEvent.GatewayDisconnected());
    }

    @Override
    public void tick() {
      HostedModule module = module();
      if (module != null) {
        module.tick();
      }
    }

    /** The gateway over another connection, if there was one, is gone. */
    private void askedOver(long connection) {
      askingConnection = connection;
      HostedModule module = module();
      if (module != null) {
        module.gatewayGone(connection);
      }
    }
  }
}
