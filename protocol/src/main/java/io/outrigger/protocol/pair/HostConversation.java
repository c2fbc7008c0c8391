package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.HostSession.ModuleHandler;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import io.outrigger.protocol.socket.EndpointUrl;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a host does with what comes: the state of one {@link PairHostLink#run}, and of its thread.
 *
 * <p>Events go before messages. So those that end a module only note it, and it ends when the
 * messages that came before are handled; those of a gateway that is gone go to the module that the
 * next one has created, if that comes first.
 */
final class HostConversation {
  private static final Logger LOG = LoggerFactory.getLogger(HostConversation.class);

  /** How long each has: a gateway for its last messages, a module for its, a gateway to go. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final PairHostSettings settings;
  private final ControlChannel control;
  private final HostInbox inbox;
  private final PairCounters counters;
  private final ModuleHandler handler;
  private final GatewayAttention attention;
  private final GatewayPresence gateway;

  /** The module that there is, or null. Read by threads that publish. */
  private volatile HostedModule module;

  /** DESTROY came: the module ends when nothing more comes, or by this time. */
  private Deadline destroyBy = Deadline.NEVER;

  private boolean closing;

  HostConversation(
      PairHostSettings settings,
      ControlChannel control,
      HostInbox inbox,
      PairCounters counters,
      GatewayAttention attention,
      ModuleHandler handler) {
    this.settings = settings;
    this.control = control;
    this.inbox = inbox;
    this.counters = counters;
    this.attention = attention;
    this.handler = handler;
    gateway = new GatewayPresence(settings);
  }

  /** The module that there is, or null. Any thread. */
  HostedModule module() {
    return module;
  }

  End run() throws InterruptedException {
    try {
      for (; ; ) {
        Optional<End> end = step();
        if (end.isPresent()) {
          return end.get();
        }
      }
    } finally {
      if (module != null) {
        abandonModule();
      }
    }
  }

  private Optional<End> step() throws InterruptedException {
    HostEvent event = inbox.pollEvent();
    if (event != null) {
      return handle(event);
    }
    if (closing) {
      return leave();
    }
    boolean started = module != null && module.isStarted();
    Message message = started ? inbox.pollMessage() : null;
    if (message != null) {
      module.receive(message);
      return Optional.empty();
    }
    if (module != null && !gateway.isThere()) {
      LOG.info("the gateway at {} is gone: the module is destroyed", settings.controlUrl());
      abandonModule();
    }
    if (module != null && destroyBy.isFinite()) {
      return finishDestroy();
    }
    if (gateway.isOrphaned()) {
      return Optional.of(End.ORPHANED);
    }
    if (gateway.isLateWithCreate()) {
      ask();
    }
    inbox.await(started, gateway.nanosLeft());
    return Optional.empty();
  }

  private Optional<End> handle(HostEvent event) throws InterruptedException {
    if (event instanceof HostEvent.Received received) {
      return handle(received.packet(), received.connection());
    }
    if (event instanceof HostEvent.UnreadableCreate && module == null) {
      // With a module it gets no answer: a bad status makes a gateway start over.
      control.send(new Reply(ControlStatus.CONNECTION_ERROR));
    }
    note(event);
    return Optional.empty();
  }

  private Optional<End> handle(ControlPacket packet, long connection) throws InterruptedException {
    if (packet instanceof Create create) {
      return create(create, connection);
    }
    if (packet instanceof Start) {
      start();
    } else if (packet instanceof Destroy) {
      destroy();
    } else {
      control.refuse("REPLY, which only a host sends");
    }
    return Optional.empty();
  }

  private void note(HostEvent event) {
    if (event instanceof HostEvent.GatewayCame) {
      LOG.info("a gateway is connected to {}", settings.controlUrl());
      gateway.came(control.connection());
    } else if (event instanceof HostEvent.GatewayGone) {
      gateway.gone();
    } else if (event instanceof HostEvent.Closing) {
      closing = true;
    }
  }

  /** A gateway that knows an earlier host here sends CREATE only when it hears of its end. */
  private void ask() {
    if (control.send(new Reply(ControlStatus.DETACH), gateway.connection())) {
      LOG.info("no CREATE for {} ms: asked for it", settings.reattachAfter().toMillis());
    }
    gateway.asked(control.connection());
  }

  private Optional<End> create(Create create, long connection) throws InterruptedException {
    gateway.expectNothing();
    if (module != null && module.isRepeat(create, connection)) {
      control.send(new Reply(ControlStatus.OK), connection);
      return Optional.empty();
    }
    ControlStatus status =
        channelFor(create.messageUrl())
            .map(channel -> createModule(create, connection, channel))
            .orElse(ControlStatus.CONNECTION_ERROR);
    if (!control.send(new Reply(status), connection)) {
      LOG.warn(
          "CREATE was not answered: another connection to {} has come since; if it stays so, end the"
              + " other gateway that has this control.id",
          settings.controlUrl());
    }
    if (status == ControlStatus.OK) {
      return Optional.empty();
    }
    if (settings.onGatewayGone() == OnGatewayGone.EXIT) {
      awaitSign(false);
      return Optional.of(End.CREATE_FAILED);
    }
    gateway.came(connection);
    return Optional.empty();
  }

  /** The channel of the module that was there, if it is the same; so nothing in it is lost. */
  private Optional<MessageChannel> channelFor(String url) {
    if (module == null) {
      return openChannel(url);
    }
    LOG.info("the gateway started over: the module is destroyed and created anew");
    if (!module.hasChannelAt(url)) {
      abandonModule();
      return openChannel(url);
    }
    MessageChannel kept = module.release();
    forgetModule();
    return Optional.of(kept);
  }

  private Optional<MessageChannel> openChannel(String url) {
    Optional<String> problem = EndpointUrl.problem(url);
    if (problem.isPresent()) {
      LOG.error("CREATE names a message channel that can't be: {}", problem.get());
      return Optional.empty();
    }
    try {
      MessageChannel channel =
          MessageChannel.bind("host", url, settings.maxMessageBytes(), counters, inbox::put);
      channel.start();
      return Optional.of(channel);
    } catch (NanoException e) {
      LOG.error("the message channel that CREATE names can't be opened: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private ControlStatus createModule(Create create, long connection, MessageChannel channel) {
    module = new HostedModule(create, connection, handler, channel, counters, attention);
    if (!module.create()) {
      channel.close();
      module = null;
      return ControlStatus.CREATION_ERROR;
    }
    return ControlStatus.OK;
  }

  private void start() {
    if (module == null) {
      control.refuse("START before CREATE");
    } else if (!module.isStarted()) {
      module.start();
    }
  }

  private void destroy() {
    if (module == null) {
      control.refuse("DESTROY before CREATE");
    } else if (!destroyBy.isFinite()) {
      destroyBy = Deadline.in(FAREWELL);
    }
  }

  /** All messages that were there are handled; waits for more, or ends the module. */
  private Optional<End> finishDestroy() throws InterruptedException {
    long nanos = Math.min(module.nanosUntilQuiet(), destroyBy.nanosLeft());
    if (nanos > 0) {
      inbox.await(true, nanos);
      return Optional.empty();
    }
    module.destroy(FAREWELL);
    sayFarewell();
    if (settings.onGatewayGone() == OnGatewayGone.EXIT) {
      return Optional.of(End.DESTROYED);
    }
    LOG.info("the gateway had the module destroyed; waiting for the next one");
    return Optional.empty();
  }

  private Optional<End> leave() throws InterruptedException {
    if (module != null) {
      if (module.isStarted()) {
        if (module.detach(control)) {
          awaitSign(true);
        }
        handleLastMessages();
      }
      module.destroy(FAREWELL);
      sayFarewell();
    }
    return Optional.of(End.CLOSED);
  }

  /** Those that came before the gateway knew that this host leaves. */
  private void handleLastMessages() throws InterruptedException {
    Deadline deadline = Deadline.in(FAREWELL);
    while (!deadline.isOver()) {
      Message message = inbox.pollMessage();
      long nanos = module.nanosUntilQuiet();
      if (message != null) {
        module.receive(message);
      } else if (nanos == 0) {
        return;
      } else {
        inbox.await(true, nanos);
      }
    }
  }

  /**
   * Tells the gateway that there is no module any longer, and gives it time to read what that sent
   * last: NN_PAIR loses it when it closes.
   */
  private void sayFarewell() throws InterruptedException {
    module.expectEnd();
    if (module.detach(control) && awaitSign(true)) {
      module.allTaken();
    }
    gateway.expectNothing();
    module.close();
    forgetModule();
  }

  /**
   * Waits for a sign that the gateway has taken a status: it goes, or sends CREATE if that counts.
   *
   * @return whether it came
   */
  private boolean awaitSign(boolean createCounts) throws InterruptedException {
    Deadline deadline = Deadline.in(FAREWELL);
    while (gateway.isThere() && !deadline.isOver()) {
      HostEvent event = inbox.pollEvent();
      if (event == null) {
        inbox.await(false, deadline.nanosLeft());
      } else if (!(event instanceof HostEvent.Received received)) {
        note(event);
      } else if (createCounts && received.packet() instanceof Create) {
        // Only a host that waits for the next gateway, which may be this one, has use for it.
        if (!closing) {
          inbox.putFirst(event);
        }
        return true;
      }
    }
    return !gateway.isThere();
  }

  private void abandonModule() {
    module.abandon();
    forgetModule();
  }

  private void forgetModule() {
    module = null;
    destroyBy = Deadline.NEVER;
  }
}
