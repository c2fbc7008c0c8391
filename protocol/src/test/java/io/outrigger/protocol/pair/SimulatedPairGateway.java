package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.SimulatedPairWorld.millis;
import static io.outrigger.protocol.pair.SimulatedPairWorld.require;

import io.outrigger.base.QueueBound;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One life of a gateway, with an owner that publishes now and then. */
final class SimulatedPairGateway implements GatewayMachine.Output {
  private static final int SIZE = 100;

  /** A message of the owner: whose, and its place. */
  record Sent(SimulatedPairGateway gateway, int place) {}

  private final SimulatedPairWorld world;
  private final int life;
  private final GatewayMachine machine;
  private final PairCounters counters = new PairCounters();
  private final SendQueue<Sent, Object> queue;
  private final SimulatedConnector messages;
  private final SimulatedConnector control;
  private final Create create;

  private boolean dead;

  /** The owner waits for the module to be created. */
  private boolean creating;

  private boolean started;
  private boolean ending;
  private boolean hostIsLost;
  private long quietAt;
  private int wakes;

  /** The connection of the last CREATE, unless a status has asked for another one since. */
  private long created = PairConnection.NONE;

  /** The message that the owner's thread brings now, which waits; or null. */
  private Sent waiting;

  /** The thread that sends what is kept has something to send. */
  private boolean sending;

  private int places;
  private int counted;
  private int arrived;
  private int handled = -1;
  private int handledCount;

  /** Something was cut or killed: messages may be lost. */
  private boolean disturbed;

  /** The place that is next of each module's messages. */
  private final Map<String, Integer> published = new HashMap<>();

  private static String module(SimulatedPairHost host, int module) {
    return host + " " + module;
  }

  SimulatedPairGateway(SimulatedPairWorld world, int life) {
    this.world = world;
    this.life = life;
    machine = new GatewayMachine(world.settings.replyTimeout(), this);
    queue = new SendQueue<>(world.settings, new QueueBound(0, 0), world.clock.now());
    queue.release(world.clock.now());
    create = new Create(world.messageUrl(), "null");
    messages =
        new SimulatedConnector(
            world,
            () -> world.host == null ? null : world.host.messageListener(create.messageUrl()),
            this::messageCame,
            this::messagePresence);
    control =
        new SimulatedConnector(
            world,
            () -> world.host == null ? null : world.host.controlListener(),
            what -> happen(() -> replied(((Reply) what).status())),
            number -> happen(() -> controlPresence(number)));
    world.clock.after(world.upTo(millis(500)), () -> happen(this::create));
  }

  private void happen(Runnable event) {
    if (dead) {
      return;
    }
    event.run();
    schedule();
  }

  /** Nothing but the machine's own deadline wakes it. */
  private void schedule() {
    int wake = ++wakes;
    if (machine.deadline(quietAt()) <= world.clock.now()) {
      machine.tick(world.clock.now(), quietAt());
    }
    long deadline = machine.deadline(quietAt());
    ownerWaits();
    open();
    require(deadline > world.clock.now(), this + " is to be woken at once, again and again");
    if (deadline < PairTime.NEVER) {
      world.clock.at(
          deadline,
          () -> {
            if (wake == wakes) {
              happen(() -> machine.tick(world.clock.now(), quietAt()));
            }
          });
    }
  }

  /** The owner's thread waits for the result of create and destroy. */
  private void ownerWaits() {
    if (creating && !machine.isCreating()) {
      creating = false;
      ControlStatus reply = machine.takeReply();
      world.trace("%s: created: %s", this, reply);
      if (reply != ControlStatus.OK) {
        world.clock.after(0, this::close);
      } else {
        world.clock.after(world.upTo(millis(300)), () -> happen(this::start));
      }
    }
    if (ending && !machine.isEnding()) {
      ending = false;
      checkEnd();
      world.clock.after(0, this::close);
    }
  }

  private void create() {
    creating = true;
    machine.create(create, Duration.ofSeconds(20), world.clock.now());
  }

  private void start() {
    if (machine.isClosed() || started) {
      return;
    }
    started = true;
    world.trace("%s starts the module", this);
    machine.start(world.clock.now());
    open();
    publish();
  }

  private long quietAt() {
    return messages.isPresent() ? quietAt : 0;
  }

  private void controlPresence(long number) {
    world.trace("%s: control connection %d", this, number);
    long now = world.clock.now();
    if (number == PairConnection.NONE) {
      machine.disconnected(now);
      counters.broken(now);
    } else {
      machine.connected(number, now, quietAt());
    }
  }

  private void messagePresence(long number) {
    if (number == PairConnection.NONE && !dead) {
      counters.broken(world.clock.now());
      happen(machine::messagesDisconnected);
    }
  }

  private void replied(ControlStatus status) {
    world.trace("%s gets %s", this, status);
    if (status != ControlStatus.OK) {
      created = PairConnection.NONE;
    }
    machine.replied(status, world.clock.now(), quietAt());
  }

  private void messageCame(Object what) {
    if (dead) {
      return;
    }
    SimulatedPairHost.Published message = (SimulatedPairHost.Published) what;
    String module = module(message.host(), message.module());
    int next = published.getOrDefault(module, 0);
    require(message.place() >= next, this + " gets a message twice, or late");
    published.put(module, message.place() + 1);
    quietAt = world.clock.now() + millis(50);
    happen(() -> {});
  }

  // What the machine wants.

  @Override
  public boolean send(ControlPacket packet, long connection) {
    boolean sent = control.send(packet, connection);
    if (packet instanceof Create) {
      require(created != connection, this + " sends CREATE twice over one connection");
      created = sent ? connection : created;
    }
    world.trace("%s sends %s over %d: %s", this, packet, connection, sent);
    return sent;
  }

  /** Messages go out from now on, or don't, as the machine says. */
  private void open() {
    queue.open(machine.isOpen(), world.clock.now());
    wakeSender();
  }

  @Override
  public void messagesArrived() {
    counters.arrived();
  }

  @Override
  public void createFailed(ControlStatus status) {
    require(hostIsLost, this + " fails to create a module that is there");
  }

  @Override
  public void hostLost(ControlStatus status) {
    world.trace("%s has lost its host: %s", this, status);
    require(!hostIsLost, this + " loses its host twice");
    hostIsLost = true;
  }

  @Override
  public void hostReturned() {
    world.trace("%s has its host again", this);
    require(hostIsLost, this + " has a host again that it never lost");
    hostIsLost = false;
  }

  // The owner's messages.

  private void publish() {
    if (dead || ending || machine.isClosed() || world.isSilent()) {
      return;
    }
    bringUpTo(world.random.nextInt(4) == 0 ? 30 : 5);
    world.clock.after(world.upTo(millis(200)), this::publish);
  }

  private void bringUpTo(int count) {
    for (int i = world.random.nextInt(count); i >= 0 && waiting == null; i--) {
      bringLast();
    }
  }

  /** The owner's thread has a message, and sends it, keeps it, or waits with it. */
  private void bring() {
    if (dead || waiting == null) {
      return;
    }
    long now = world.clock.now();
    if (queue.isDirect() && send(waiting)) {
      brought(true);
    } else if (queue.keep(waiting, null, SIZE, now)) {
      brought(true);
    } else if (queue.isClosed()) {
      brought(false);
    } else if (queue.isAbandoned(now)) {
      counters.givenUp(1);
      brought(true);
    } else {
      require(queue.abandonedAt() > now, "a message waits for nothing");
    }
    require(queue.size() <= world.settings.windowMessages(), "too many are kept");
    if (waiting != null) {
      world.clock.after(millis(5), this::bring);
    }
  }

  private void brought(boolean counts) {
    counted += counts ? 1 : 0;
    waiting = null;
    wakeSender();
    checkSums();
  }

  private boolean send(Sent message) {
    boolean sent = messages.send(message);
    if (sent) {
      counters.sent(SIZE, world.clock.now());
    }
    return sent;
  }

  /** The thread that sends what is kept. */
  private void sendKept() {
    if (dead || queue.isClosed()) {
      return;
    }
    while (queue.next() != null && send(queue.next())) {
      queue.sent();
      checkSums();
    }
    if (queue.next() == null) {
      sending = false;
    } else {
      world.clock.after(world.upTo(millis(5)), this::sendKept);
    }
  }

  /** Wakes that thread, if there is something for it. */
  private void wakeSender() {
    if (!sending && queue.next() != null) {
      sending = true;
      world.clock.after(0, this::sendKept);
    }
  }

  void checkSums() {
    SessionStatistics sums = counters.statistics(queue.size());
    require(sums.accepted() == counted, this + " counts " + sums + " of " + counted);
  }

  /** The host's process has read one of its messages. */
  void arrived() {
    arrived++;
  }

  /** A module handles one of its messages. */
  void handled(int place) {
    require(place > handled, this + "'s " + place + " comes twice or late");
    handled = place;
    handledCount++;
  }

  // The end.

  /** Something is cut or killed that it speaks with. */
  void disturb() {
    disturbed = true;
  }

  void destroyModule() {
    if (dead || ending || !started || machine.isClosed()) {
      return;
    }
    world.trace("%s destroys the module", this);
    if (waiting == null) {
      bringLast();
    }
    happen(
        () -> {
          ending = true;
          machine.destroy(Duration.ofSeconds(15), world.clock.now());
        });
    awaitEmpty(world.clock.now() + millis(15_000));
  }

  private void awaitEmpty(long deadline) {
    if (dead || !machine.isEmptying()) {
      return;
    }
    if ((waiting == null && queue.size() == 0) || world.clock.now() >= deadline) {
      happen(() -> machine.emptied(world.clock.now(), quietAt()));
    } else {
      world.clock.after(millis(5), () -> awaitEmpty(deadline));
    }
  }

  /** An end in order loses nothing. */
  private void checkEnd() {
    if (disturbed || world.host == null || world.host.isClosing() || !machine.isDestroyed()) {
      return;
    }
    require(handledCount == counted, this + ": " + handledCount + " of " + counted + " came");
    int here = published.getOrDefault(module(world.host, world.host.modules()), 0);
    require(here == world.host.published(), here + " of " + world.host.published() + " came back");
  }

  void close() {
    if (dead) {
      return;
    }
    world.trace("%s closes", this);
    happen(
        () -> {
          machine.close();
          control.close();
          messages.close();
          counters.broken(world.clock.now());
          queue.close();
          counters.givenUp(queue.clear());
        });
    checkSums();
    require(queue.size() == 0 && queue.next() == null, this + " isn't settled");
    require(!machine.isCreating() && !machine.isEnding(), this + " has somebody wait");
    SessionStatistics sums = counters.statistics(queue.size());
    require(sums.delivered() <= arrived, this + ": " + sums + ", but only " + arrived + " arrived");
    dead = true;
    world.gatewayEnded(this);
  }

  void kill() {
    if (!dead) {
      world.trace("%s is killed", this);
      dead = true;
      control.close();
      messages.close();
      world.gatewayEnded(this);
    }
  }

  void cut(boolean both) {
    disturb();
    if (started && !ending) {
      bringUpTo(60);
    }
    control.cut();
    if (both) {
      messages.cut();
    }
  }

  void cutMessages() {
    disturb();
    messages.cut();
  }

  /** Its module is started, and nothing waits for it. */
  boolean isSettled() {
    return started && !hostIsLost && waiting == null && queue.size() == 0 && queue.isOpen();
  }

  boolean isHandledUpTo(int place) {
    return handled >= place;
  }

  /** Brings one more message; returns its place. */
  int bringLast() {
    waiting = new Sent(this, places++);
    bring();
    return places - 1;
  }

  @Override
  public String toString() {
    return "gateway " + life;
  }
}
