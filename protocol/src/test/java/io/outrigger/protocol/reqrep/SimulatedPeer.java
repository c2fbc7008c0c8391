package io.outrigger.protocol.reqrep;

import static io.outrigger.protocol.reqrep.SimulatedWorld.millis;
import static io.outrigger.protocol.reqrep.SimulatedWorld.require;

import io.outrigger.protocol.SessionStatistics;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** One life of a gateway or a host: its window, its streams, and somebody slow to handle. */
abstract class SimulatedPeer implements Streams.Output {
  private record Taken(Stream stream, SimulatedPacket packet, SimulatedConnection connection) {}

  /** Of each packet, as a listener counts them. */
  private static final int PACKET_BYTES = 10_000;

  final SimulatedWorld world;
  final SendWindow<SimulatedMessage> window;
  final long identity;
  final Streams streams = new Streams(this);
  private final int number;
  private final Map<Integer, SimulatedConnection> connections = new HashMap<>();
  private final Queue<Taken> mailbox = new ArrayDeque<>();
  private final Queue<Runnable> late = new ArrayDeque<>();
  private SimulatedConnection connection;
  private boolean dead;

  /** The connection takes nothing more for now. */
  private boolean blocked;

  private boolean stopped;
  private boolean publishing;
  private boolean finished;
  private boolean handling;
  private int published;
  private long lastTick;

  /** The places of the messages from here that were handled anywhere. */
  private final BitSet handled = new BitSet();

  /** Those of them that were handled again in another life of the other side. */
  private final BitSet handledAgain = new BitSet();

  /** The places of those that count as delivered; they leave the window in their order. */
  private final BitSet delivered = new BitSet();

  private SessionStatistics last = new SessionStatistics(0, 0, 0, 0, 0, 0, 0, 0);

  /** The last place that was handled here of each publisher's messages. */
  private final Map<SimulatedPeer, Integer> handledHere = new HashMap<>();

  SimulatedPeer(SimulatedWorld world, int number, Side side) {
    this.world = world;
    this.number = number;
    identity = world.nextIdentity();
    int first = world.nextFirstId();
    window =
        new SendWindow<>(
            side, world.limits(side), world.waiting(side), first, RequestId.plus(first, 1));
  }

  /** The one on the other side, which may be dead. */
  abstract SimulatedPeer other();

  void start() {
    world.trace("%s starts", this);
    lastTick = world.clock.now();
    tick();
    connect();
  }

  /** Has something happen to this process, if it lives; later, if it is stopped. */
  void happen(Runnable event) {
    if (dead) {
      return;
    }
    if (stopped) {
      late.add(event);
    } else {
      run(event);
    }
  }

  private void run(Runnable event) {
    event.run();
    window.takeEvents().forEach(this::tell);
    pump();
    observe();
  }

  /** Sends what can be sent now. */
  void pump() {
    while (!dead && !blocked) {
      WindowOutput.Next next = window.next();
      if (next == WindowOutput.Next.NOTHING) {
        return;
      }
      blocked = !send(next);
      if (!blocked) {
        window.sent(world.clock.now());
      }
    }
  }

  /** Sends something if that needs no waiting. */
  boolean send(WindowOutput.Next next) {
    SimulatedPacket.Kind kind =
        switch (next) {
          case MESSAGE -> SimulatedPacket.Kind.MESSAGE;
          case CREATE -> SimulatedPacket.Kind.CREATE;
          case DESTROY -> SimulatedPacket.Kind.DESTROY;
          case NOTHING -> throw new AssertionError();
        };
    SimulatedMessage message = next == WindowOutput.Next.MESSAGE ? window.nextMessage() : null;
    require(connection != null, "sends without a connection");
    return connection.send(
        new SimulatedPacket(kind, identity, window.nextBase(), window.nextId(), message));
  }

  /** The window has found out something about the other side. */
  void tell(PeerEvent event) {
    world.trace("%s: %s", this, event);
  }

  /** Of which messages it was found out since the last event what became of them. */
  private void observe() {
    SessionStatistics now = window.queue().statistics(0, 0, 0);
    int gone = (int) (last.delivered() + last.inDoubt() + last.undelivered());
    // In one event those in doubt are always the older ones.
    int from = gone + (int) (now.inDoubt() - last.inDoubt());
    int to = from + (int) (now.delivered() - last.delivered());
    for (int place = from; place < to; place++) {
      require(handled.get(place), this + "'s " + place + " counts as delivered, and is lost");
      require(!handledAgain.get(place), this + "'s " + place + " is delivered, and came twice");
      delivered.set(place);
    }
    last = now;
  }

  void again(long nanos, Runnable event) {
    world.clock.after(nanos, () -> happen(event));
  }

  private void tick() {
    long now = world.clock.now();
    // A process that was stopped looks for answers first.
    if (now - lastTick < millis(300)) {
      window.tick(now);
    }
    lastTick = now;
    streams.tick(now);
    again(millis(10) + world.upTo(millis(90)), this::tick);
  }

  private void connect() {
    if (connection != null || dead) {
      return;
    }
    SimulatedPeer target = other();
    if (target == null || !target.isRunning() || world.random.nextInt(3) == 0) {
      again(millis(25), this::connect);
      return;
    }
    connection = new SimulatedConnection(world, this, target);
    world.trace("%s has connection %d to %s", this, connection.number, target);
    target.accepted(connection);
    connectedTo(target);
    SimulatedConnection mine = connection;
    again(
        world.upTo(millis(50)),
        () -> {
          if (connection == mine) {
            blocked = false;
            window.connected(world.clock.now());
          }
        });
  }

  abstract void connectedTo(SimulatedPeer target);

  void accepted(SimulatedConnection incoming) {
    connections.put(incoming.number, incoming);
  }

  void isCut(SimulatedConnection old) {
    if (connection == old) {
      world.trace("%s sees that it has lost connection %d", this, old.number);
      connection = null;
      blocked = false;
      window.disconnected();
      connect();
    }
  }

  void cut() {
    if (connection != null) {
      connection.cut();
    }
  }

  void cutTo(SimulatedPeer victim) {
    if (connection != null && (victim == this || connection.listener() == victim)) {
      connection.cut();
    }
  }

  boolean kill() {
    if (dead) {
      return false;
    }
    world.trace("%s is killed", this);
    dead = true;
    return true;
  }

  void stopFor(long nanos) {
    if (dead || stopped) {
      return;
    }
    world.trace("%s is stopped", this);
    stopped = true;
    world.clock.after(nanos, this::goOn);
  }

  private void goOn() {
    stopped = false;
    world.trace("%s goes on", this);
    while (!late.isEmpty()) {
      run(late.poll());
    }
  }

  boolean isRunning() {
    return !dead && !stopped;
  }

  void answer(SimulatedConnection from, int id, Answer answer, long answerer) {
    if (connection == from) {
      world.trace("%s is answered %d %s %d", this, id & 0x7FFFFFFF, answer, answerer);
      window.answered(id, answer, answerer, world.clock.now());
    }
  }

  void writable(SimulatedConnection from) {
    if (connection == from) {
      blocked = false;
    }
  }

  /** Publishes now and then from now on. */
  void publish() {
    if (!publishing && !finished) {
      publishing = true;
      publishSome();
    }
  }

  private void publishSome() {
    if (finished) {
      return;
    }
    int burst = 1 + world.random.nextInt(world.random.nextBoolean() ? 1 : 30);
    for (int i = 0; i < burst; i++) {
      int size = 1 + world.random.nextInt(200);
      if (window.queue().offer(new SimulatedMessage(this, published), this, size, true)) {
        published++;
      }
      pump();
    }
    again(world.upTo(millis(world.random.nextInt(20) == 0 ? 3000 : 100)), this::publishSome);
  }

  void publishNoMore() {
    finished = true;
  }

  /** A packet has arrived. */
  void packet(SimulatedConnection from, SimulatedPacket packet) {
    int base = packet.base() & Integer.MAX_VALUE;
    int[] words = {
      from.number, (int) (packet.identity() >>> 32), (int) packet.identity(), base, packet.id()
    };
    if (packet.kind() == SimulatedPacket.Kind.CREATE) {
      streams.create(words, words.length);
      create(from, packet);
      return;
    }
    Streams.Verdict verdict = streams.packet(words, words.length);
    world.trace("%s: %s", this, verdict);
    if (verdict == Streams.Verdict.TAKEN) {
      handleLater(streams.last(), packet, from);
    }
  }

  /** CREATE_REQUEST has arrived. */
  abstract void create(SimulatedConnection from, SimulatedPacket packet);

  void handleLater(Stream stream, SimulatedPacket packet, SimulatedConnection from) {
    mailbox.add(new Taken(stream, packet, from));
    if (!handling) {
      handling = true;
      handleNext();
    }
  }

  private void handleNext() {
    Taken next = mailbox.peek();
    long time = world.upTo(world.handlingNanos);
    time += world.random.nextInt(200) == 0 ? millis(2000) : 0;
    again(
        time,
        () -> {
          mailbox.poll();
          handle(next);
          handling = !mailbox.isEmpty();
          if (handling) {
            handleNext();
          }
        });
  }

  private void handle(Taken taken) {
    SimulatedPacket packet = taken.packet();
    switch (packet.kind()) {
      case CREATE -> handleCreate(taken.connection(), packet);
      case DESTROY -> handleDestroy();
      case MESSAGE -> handleMessage(packet.message());
    }
    if (taken.stream() != null) {
      taken.stream().handled(packet.id(), PACKET_BYTES);
      streams.tick(world.clock.now());
    }
  }

  abstract void handleCreate(SimulatedConnection from, SimulatedPacket packet);

  abstract void handleDestroy();

  private void handleMessage(SimulatedMessage message) {
    world.trace("%s has handled %s", this, message);
    Integer before = handledHere.put(message.publisher(), message.place());
    require(
        before == null || before < message.place(),
        this + " handles " + message + " after " + before);
    message.publisher().wasHandled(message.place());
  }

  private void wasHandled(int place) {
    if (handled.get(place)) {
      require(!delivered.get(place), this + "'s " + place + " was delivered, and comes again");
      handledAgain.set(place);
    }
    handled.set(place);
  }

  /** How many messages from here may have been handled by two, one after the other. */
  abstract int mayBeHandledAgain();

  boolean isQuiet() {
    return isRunning() && window.pending() == 0 && mailbox.isEmpty() && connection != null;
  }

  /** The invariants. */
  void check() {
    SessionStatistics sent = window.queue().statistics(0, 0, 0);
    long gone = sent.delivered() + sent.inDoubt() + sent.undelivered();
    long handledAnywhere = handled.cardinality();
    String counts = "%s: %s; handled %d".formatted(this, sent, handledAnywhere);
    require(sent.accepted() == published, counts + ", published " + published);
    require(sent.accepted() == gone + sent.pending(), counts);
    require(sent.delivered() <= handledAnywhere, counts);
    require(handledAnywhere <= sent.delivered() + sent.inDoubt() + sent.pending(), counts);
    int again = handledAgain.cardinality();
    require(again <= mayBeHandledAgain(), counts + ", handled again " + again);
    if (world.isWithoutLosses()) {
      require(sent.inDoubt() == 0, counts);
    }
  }

  @Override
  public void answer(int[] route, int id) {
    connections.get(route[0]).answer(id, Answer.EMPTY, 0);
  }

  @Override
  public void greet(int[] route, int id) {
    connections.get(route[0]).answer(id, Answer.HELLO, identity);
  }

  @Override
  public void refuse(int[] route, int id) {
    connections.get(route[0]).answer(id, Answer.REFUSED, 0);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName().substring("Simulated".length()) + number;
  }
}
