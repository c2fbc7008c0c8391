package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.HostSession.ModuleHandler;
import io.outrigger.protocol.socket.EndpointUrl;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link HostMachine}, on the thread that is in {@link PairHostSession#run}: tells it what
 * has come, and does with the module and its message channel what it wants to be done.
 */
final class HostDriver {
  private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);

  private final PairHostSettings settings;
  private final ControlChannel control;
  private final HostInbox inbox;
  private final PairCounters counters;
  private final ModuleHandler handler;
  private final LongSupplier askingConnection;
  private final HostMachine machine;

  /** The message channel that is open, or null. Of the thread that runs. */
  private MessageChannel channel;

  /** The module that there is, or null. Read by threads that publish. */
  private volatile HostedModule module;

  /**
   * @param askingConnection the connection over which a gateway has asked for a module last
   */
  HostDriver(
      PairHostSettings settings,
      ControlChannel control,
      HostInbox inbox,
      PairCounters counters,
      LongSupplier askingConnection,
      ModuleHandler handler) {
    this.settings = settings;
    this.control = control;
    this.inbox = inbox;
    this.counters = counters;
    this.askingConnection = askingConnection;
    this.handler = handler;
    machine = new HostMachine(settings, new Replies(), System.nanoTime());
  }

  /** The module that there is, or null. Any thread. */
  HostedModule module() {
    return module;
  }

  /** Lives with the gateway until the machine has ended. */
  End run() throws InterruptedException {
    try {
      while (machine.end() == null) {
        if (machine.action() != HostAction.NONE) {
          machine.done(perform(machine.action()), System.nanoTime());
        } else if (!handleEvent() && !handleMessage()) {
          machine.idle(System.nanoTime(), nanosUntilQuiet());
          awaitNext();
        }
      }
      return machine.end();
    } finally {
      if (module != null) {
        abandonModule();
      } else if (channel != null) {
        channel.close();
      }
    }
  }

  private void awaitNext() throws InterruptedException {
    if (machine.action() == HostAction.NONE) {
      inbox.await(machine.isReceiving(), machine.nanosLeft(System.nanoTime(), nanosUntilQuiet()));
    }
  }

  private long nanosUntilQuiet() {
    return channel == null ? 0 : channel.nanosUntilQuiet();
  }

  /** Returns whether there was one. */
  private boolean handleEvent() {
    HostEvent event = inbox.pollEvent();
    if (event == null) {
      return false;
    }
    long now = System.nanoTime();
    if (event instanceof HostEvent.Received received) {
      handle(received, now);
    } else if (event instanceof HostEvent.UnreadableCreate create) {
      machine.createdUnreadably(create.connection());
    } else if (event instanceof HostEvent.GatewayConnected) {
      LOG.info("a gateway is connected to {}", settings.controlUrl());
      machine.connected(control.connection(), now);
    } else if (event instanceof HostEvent.GatewayDisconnected) {
      machine.disconnected(now);
    } else {
      machine.close();
    }
    return true;
  }

  private void handle(HostEvent.Received received, long now) {
    if (received.packet() instanceof Create create) {
      machine.created(create, received.connection(), now);
      if (module != null) {
        module.askedOver(machine.connection());
      }
    } else if (received.packet() instanceof Start) {
      machine.started();
    } else if (received.packet() instanceof Destroy) {
      machine.destroyed(now);
    } else {
      control.refuse("REPLY, which only a host sends");
    }
  }

  /** Returns whether there was one. */
  private boolean handleMessage() {
    Message message = machine.isReceiving() ? inbox.pollMessage() : null;
    if (message == null) {
      return false;
    }
    module.receive(message);
    if (machine.isDraining()) {
      machine.tick(System.nanoTime());
    }
    return true;
  }

  /** Returns whether it succeeded. */
  private boolean perform(HostAction action) {
    switch (action) {
      case OPEN_CHANNEL -> {
        return openChannel(machine.create().messageUrl());
      }
      case CREATE_MODULE -> {
        module =
            new HostedModule(
                machine.create(),
                machine.connection(),
                handler,
                channel,
                counters,
                askingConnection);
        return module.create();
      }
      case START_MODULE -> module.start();
      case REPLACE_MODULE -> {
        module.replace();
        module = null;
      }
      case ABANDON_MODULE -> abandonModule();
      case DESTROY_MODULE -> module.destroy(HostMachine.GRACE_PERIOD);
      default -> closeChannel();
    }
    return true;
  }

  private boolean openChannel(String url) {
    Optional<String> problem = EndpointUrl.problem(url);
    if (problem.isPresent()) {
      LOG.error("CREATE names a message channel that can't be: {}", problem.get());
      return false;
    }
    try {
      channel = MessageChannel.bind("host", url, settings.maxMessageBytes(), counters, inbox::put);
      channel.start();
      return true;
    } catch (NanoException e) {
      LOG.error("the message channel that CREATE names can't be opened: {}", e.getMessage());
      return false;
    }
  }

  private void closeChannel() {
    channel.close();
    channel = null;
    module = null;
  }

  private void abandonModule() {
    module.abandon();
    channel = null;
    module = null;
  }

  /** What the machine tells others. */
  private final class Replies implements HostOutput {
    @Override
    public boolean reply(ControlStatus status, long connection) {
      return control.send(new Reply(status), connection);
    }

    @Override
    public long newestConnection() {
      return control.connection();
    }

    @Override
    public void messagesArrived() {
      channel.arrived();
    }

    @Override
    public void refuse(String packet) {
      control.refuse(packet);
    }

    @Override
    public void notice(Notice notice) {
      switch (notice) {
        case GATEWAY_GONE ->
            LOG.info("the gateway at {} is gone: the module is destroyed", settings.controlUrl());
        case GATEWAY_STARTED_OVER ->
            LOG.info("the gateway started over: the module is destroyed and created again");
        case ASKED_FOR_CREATE ->
            LOG.info("no CREATE for {} ms: asked for it", settings.reattachAfter().toMillis());
        case CREATE_NOT_ANSWERED ->
            LOG.warn(
                "CREATE was not answered: another connection to {} has come since; if it stays so,"
                    + " end the other gateway that has this control.id",
                settings.controlUrl());
        case WAITING_FOR_NEXT_GATEWAY ->
            LOG.info("the gateway had the module destroyed; waiting for the next one");
      }
    }
  }
}
