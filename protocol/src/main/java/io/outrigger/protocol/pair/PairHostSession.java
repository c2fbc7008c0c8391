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
  private final GatewayAttention attention = new GatewayAttention();
  private final ControlChannel control;

  /** The only one there ever is; null before {@link #run}. */
  private volatile HostConversation session;

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
    session = new HostConversation(settings, control, inbox, counters, attention, handler);
    runner = Thread.currentThread();
    control.start();
    try {
      return session.run();
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
    HostConversation current = session;
    return current == null ? null : current.module();
  }

  @Override
  public SessionStatistics statistics() {
    return counters.statistics(0);
  }

  @Override
  public void close() {
    inbox.putFirst(new HostEvent.Closing());
    HostConversation current = session;
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

  /** Puts what the control channel tells into the inbox; the module hears of the rest at once. */
  private final class ControlObserver implements ControlChannel.Observer {
    @Override
    public void received(ControlPacket packet, long connection) throws InterruptedException {
      if (packet instanceof ControlPacket.Create) {
        askedBy(connection);
      }
      inbox.put(new HostEvent.Received(packet, connection));
    }

    @Override
    public void unreadableCreate() throws InterruptedException {
      inbox.put(new HostEvent.UnreadableCreate());
    }

    @Override
    public void connected() throws InterruptedException {
      inbox.put(new HostEvent.GatewayCame());
    }

    @Override
    public void disconnected() throws InterruptedException {
      askedBy(PairConnection.NONE);
      inbox.put(new HostEvent.GatewayGone());
    }

    @Override
    public void tick() {
      HostedModule module = module();
      if (module != null) {
        module.tick();
      }
    }

    /** The gateway by another connection, if there was one, is gone. */
    private void askedBy(long connection) {
      attention.askedBy(connection);
      HostedModule module = module();
      if (module != null) {
        module.gatewayGone(connection);
      }
    }
  }
}
