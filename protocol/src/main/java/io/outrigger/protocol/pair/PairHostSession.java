package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import io.outrigger.protocol.wire.MessageEncoder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's end over {@code pair}: what the C gateway's {@code outprocess} loader talks to. Runs a
 * {@link HostMachine}, on the thread that is in {@link #run}: tells it what has come, and does with
 * the module and its message channel what it wants to be done.
 *
 * <p>{@link #close} has {@link #run} destroy the module and tell the gateway, for which it waits a
 * few seconds at most.
 */
public final class PairHostSession implements HostSession {
  private static final Logger LOG = LoggerFactory.getLogger(PairHostSession.class);

  /** For four steps of 2 s each; only a module that hangs takes longer. */
  private static final long LEAVE_SECONDS = 10;

  private final PairHostSettings settings;
  private final PairCounters counters = new PairCounters();
  private final HostInbox inbox = new HostInbox();
  private final Control control;

  /**
   * The connection over which a gateway has asked for a module last; {@link PairConnection#NONE}
   * when none is connected. Written by the control channel's thread, at once, also while the thread
   * that runs waits inside the module.
   */
  private volatile long askingConnection = PairConnection.NONE;

  // Of the thread that runs.
  private ModuleHandler handler;
  private HostMachine machine;

  /** The message channel that is open, or null. Of the thread that runs. */
  private MessageChannel channel;

  /** The module that there is, or null. Written by the thread that runs. */
  private volatile HostedModule module;

  private volatile Thread runner;
  private final CountDownLatch ended = new CountDownLatch(1);

  private PairHostSession(PairHostSettings settings) {
    this.settings = settings;
    control = new Control();
  }

  /**
   * Binds the control channel; a gateway need not be there yet.
   *
   * @throws SessionException if the address is wrong or can't be bound
   */
  public static PairHostSession open(PairHostSettings settings) throws SessionException {
    PairAddress.check("control.id", settings.controlUrl());
    try {
      return new PairHostSession(settings);
    } catch (RuntimeException e) {
      throw new SessionException(e.getMessage(), e);
    }
  }

  @Override
  public End run(ModuleHandler moduleHandler) throws InterruptedException {
    handler = moduleHandler;
    machine = new HostMachine(settings, new Answers(), PairTime.now());
    runner = Thread.currentThread();
    control.start();
    try {
      while (machine.end() == null) {
        step();
      }
      return machine.end();
    } finally {
      try {
        closeChannel();
      } finally {
        ended.countDown();
      }
    }
  }

  /** Does what is due, or waits until there is something. */
  private void step() throws InterruptedException {
    HostPhase phase = machine.phase();
    if (phase.isAction()) {
      if (perform(phase)) {
        machine.done(PairTime.now());
      } else {
        machine.failed(PairTime.now());
      }
      if (phase == HostPhase.CLOSING && machine.end() == null) {
        LOG.info("the gateway had the module destroyed; waiting for the next one");
      }
      return;
    }
    Runnable event = inbox.pollEvent();
    if (event != null) {
      event.run();
    } else if (!handleMessage()) {
      machine.idle(PairTime.now(), quietAt());
      if (!machine.phase().isAction() && machine.end() == null) {
        inbox.await(machine.isReceiving(), machine.deadline(quietAt()) - PairTime.now());
      }
    }
  }

  private long quietAt() {
    return channel == null ? 0 : channel.quietAt();
  }

  /** Returns whether there was one. */
  private boolean handleMessage() {
    Message message = machine.isReceiving() ? inbox.pollMessage() : null;
    if (message == null) {
      return false;
    }
    counters.received();
    handler.receive(message);
    if (machine.phase() == HostPhase.DRAINING) {
      machine.tick(PairTime.now());
    }
    return true;
  }

  /** Carries out what the phase asks for; returns whether it succeeded. */
  private boolean perform(HostPhase phase) {
    switch (phase) {
      case OPENING -> {
        return openChannel(machine.asked().create().messageUrl());
      }
      case CREATING -> {
        module =
            new HostedModule(
                handler, channel, counters, machine.asked().connection(), () -> askingConnection);
        return handler.create(machine.asked().create().configuration());
      }
      case STARTING -> {
        channel.expectConnection();
        handler.start();
      }
      case REPLACING -> {
        LOG.info("the gateway started over: the module is destroyed and created again");
        module.destroy(0);
        channel.broken();
        module = null;
      }
      case ABANDONING -> {
        LOG.info(
            "the gateway at {} {}: the module is destroyed",
            settings.controlUrl(),
            machine.isAskedForNext() ? "started over" : "is gone");
        closeChannel();
      }
      case DESTROYING -> {
        module.destroy(HostMachine.GRACE_NANOS);
        channel.expectEnd();
      }
      default -> {
        module = null;
        closeChannel();
      }
    }
    return true;
  }

  private boolean openChannel(String url) {
    try {
      PairAddress.check("message.id", url);
      channel =
          new MessageChannel("host", new BoundPair(url, settings.maxMessageBytes()), counters) {
            @Override
            void received(Message message) throws InterruptedException {
              inbox.put(message);
            }
          };
      channel.start();
      return true;
    } catch (SessionException | NanoException e) {
      LOG.error("the message channel that CREATE names can't be opened: {}", e.getMessage());
      return false;
    }
  }

  /** Closes the message channel, and destroys the module if it is still there. */
  private void closeChannel() {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      channel = null;
      if (module != null) {
        module.destroy(0);
        module = null;
      }
    }
  }

  @Override
  public void publish(Message message) throws PublishException {
    HostedModule current = module;
    if (current == null) {
      throw new PublishException("there is no module: the gateway hasn't created it, or it ended");
    }
    long size = MessageEncoder.sizeOf(message);
    MessageChannel.checkSize(size, settings.maxMessageBytes());
    current.publish(message, (int) size);
  }

  @Override
  public SessionStatistics statistics() {
    return counters.statistics(0);
  }

  @Override
  public void end() {
    inbox.putFirst(() -> machine.close());
  }

  @Override
  public void close() {
    end();
    if (runner != null && runner != Thread.currentThread()) {
      HostedModule hung = awaitEnd() ? null : module;
      if (hung != null) {
        control.send(new Reply(ControlStatus.DETACH), hung.connection());
        hung.close();
      }
    }
    control.close();
  }

  private boolean awaitEnd() {
    try {
      return ended.await(LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended.getCount() == 0;
    }
  }

  /** What the machine tells the gateway. */
  private final class Answers implements HostMachine.Output {
    @Override
    public boolean reply(ControlStatus status, long over) {
      boolean sent = control.send(new Reply(status), over);
      if (!sent && status != ControlStatus.DETACH) {
        LOG.warn(
            "CREATE was not answered: another connection to {} has come since; if it stays so, end"
                + " the other gateway that has this control.id",
            settings.controlUrl());
      }
      return sent;
    }

    @Override
    public void messagesArrived() {
      counters.arrived();
    }

    @Override
    public long askForCreate(long over) {
      if (control.send(new Reply(ControlStatus.DETACH), over)) {
        LOG.info("no CREATE for {} ms: asked for it", settings.reattachAfter().toMillis());
      }
      return control.connection.number();
    }
  }

  /** Puts what has come into the inbox; the module hears of its gateway's end at once. */
  private final class Control extends ControlChannel {
    Control() {
      super("host", new BoundPair(settings.controlUrl(), settings.maxMessageBytes()), counters);
    }

    @Override
    void received(ControlPacket packet, long over) throws InterruptedException {
      if (packet instanceof Create) {
        askedOver(over);
      }
      inbox.put(() -> handle(packet, over));
    }

    /** On the thread that runs. */
    private void handle(ControlPacket packet, long over) {
      if (packet instanceof Create create) {
        machine.created(create, over, PairTime.now());
        if (module != null) {
          module.askedOver(machine.asked().connection());
        }
      } else if (packet instanceof Start) {
        requireCreate("START", machine.started());
      } else if (packet instanceof Destroy) {
        requireCreate("DESTROY", machine.destroyed(PairTime.now()));
      } else {
        refuse("REPLY, which only a host sends");
      }
    }

    private void requireCreate(String packet, boolean afterCreate) {
      if (!afterCreate) {
        refuse(packet + " before CREATE");
      }
    }

    @Override
    void receivedUnreadableCreate(long over) throws InterruptedException {
      inbox.put(() -> machine.createdUnreadably(over));
    }

    @Override
    void connected() throws InterruptedException {
      inbox.put(
          () -> {
            LOG.info("a gateway is connected to {}", settings.controlUrl());
            machine.connected(connection.number(), PairTime.now());
          });
    }

    @Override
    void disconnected() throws InterruptedException {
      askedOver(PairConnection.NONE);
      inbox.put(() -> machine.disconnected(PairTime.now()));
    }

    /** The gateway over another connection, if there was one, is gone. */
    private void askedOver(long over) {
      askingConnection = over;
      HostedModule current = module;
      if (current != null) {
        current.gatewayGone(over);
      }
    }
  }
}
