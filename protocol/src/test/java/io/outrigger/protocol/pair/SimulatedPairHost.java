package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.SimulatedPairWorld.millis;
import static io.outrigger.protocol.pair.SimulatedPairWorld.require;

import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** One life of a host, with the thread that runs it, and a module that publishes what it gets. */
final class SimulatedPairHost implements HostMachine.Output {
  /** A message of a module: which one of the host's, and the place among its messages. */
  record Published(SimulatedPairHost host, int module, int place) {}

  private enum Module {
    NONE,
    CREATED,
    STARTED,
    DESTROYED
  }

  private final SimulatedPairWorld world;
  private final int life;
  private final HostMachine machine;
  private final SimulatedListener control;
  private SimulatedListener messages;
  private String messageUrl;
  private final Queue<Runnable> events = new ArrayDeque<>();
  private final Queue<SimulatedPairGateway.Sent> inbox = new ArrayDeque<>();
  private Module module = Module.NONE;
  private boolean dead;
  private boolean closing;

  /** Its thread is in the module, or in the channel. */
  private boolean busy;

  private int wakes;
  private long quietAt;
  private int modules;
  private int published;

  private End end;

  SimulatedPairHost(SimulatedPairWorld world, int life) {
    this.world = world;
    this.life = life;
    machine = new HostMachine(world.hostSettings, this, world.clock.now());
    control = new SimulatedListener(world, this::controlCame, this::controlPresence);
    step();
  }

  SimulatedListener controlListener() {
    return control;
  }

  SimulatedListener messageListener(String url) {
    return messages != null && url.equals(messageUrl) ? messages : null;
  }

  private void controlPresence(boolean present) {
    add(
        () -> {
          world.trace("%s: a gateway %s", this, present ? "is there" : "is gone");
          if (present) {
            machine.connected(control.number(), world.clock.now());
          } else {
            machine.disconnected(world.clock.now());
          }
        });
  }

  private void controlCame(Object what) {
    long connection = control.number();
    add(() -> handle((ControlPacket) what, connection));
  }

  private void handle(ControlPacket packet, long connection) {
    world.trace("%s gets %s over %d", this, packet.getClass().getSimpleName(), connection);
    if (packet instanceof Create create) {
      machine.created(create, connection, world.clock.now());
    } else if (packet instanceof Start) {
      machine.started();
    } else if (packet instanceof Destroy) {
      machine.destroyed(world.clock.now());
    }
  }

  private void messageCame(Object what) {
    if (!dead) {
      SimulatedPairGateway.Sent message = (SimulatedPairGateway.Sent) what;
      message.gateway().arrived();
      quietAt = world.clock.now() + millis(50);
      inbox.add(message);
      step();
    }
  }

  private void add(Runnable event) {
    if (!dead) {
      events.add(event);
      step();
    }
  }

  /** Its thread does what there is to do, and then waits for the machine's deadline. */
  private void step() {
    while (!dead && !busy && stepOnce()) {
      // There may be more.
    }
  }

  /** Returns whether there may be more to do now. */
  private boolean stepOnce() {
    if (machine.end() != null) {
      end();
    } else if (machine.phase().isAction()) {
      perform(machine.phase());
    } else if (!events.isEmpty()) {
      events.poll().run();
    } else if (machine.isReceiving() && !inbox.isEmpty()) {
      receive(inbox.poll());
    } else {
      return idle();
    }
    return true;
  }

  private boolean idle() {
    for (int i = 0; i < 5; i++) {
      machine.idle(world.clock.now(), quietAt());
      if (machine.phase().isAction() || machine.end() != null) {
        return true;
      }
      long deadline = machine.deadline(quietAt());
      if (deadline > world.clock.now()) {
        wakeAt(deadline);
        return machine.isReceiving() && !inbox.isEmpty();
      }
    }
    throw new AssertionError(this + " is to be woken at once, again and again");
  }

  /** Nothing but the machine's own deadline wakes it. */
  private void wakeAt(long deadline) {
    int wake = ++wakes;
    if (deadline < PairTime.NEVER) {
      world.clock.at(
          deadline,
          () -> {
            if (wake == wakes) {
              step();
            }
          });
    }
  }

  private long quietAt() {
    boolean connected = messages != null && messages.isConnected();
    return connected ? quietAt : 0;
  }

  /** Its thread is in the module for a while; then this follows. */
  private void busyFor(long nanos, Runnable after) {
    busy = true;
    world.clock.after(
        nanos,
        () -> {
          busy = false;
          if (!dead) {
            after.run();
            step();
          }
        });
  }

  private void perform(HostPhase phase) {
    world.trace("%s: %s", this, phase);
    require(end == null, this + " does something after its end");
    switch (phase) {
      case OPENING -> openChannel();
      case CREATING -> createModule();
      case STARTING -> {
        become(Module.CREATED, Module.STARTED);
        publish();
        busyFor(world.upTo(millis(50)), () -> done(true));
      }
      case REPLACING, DESTROYING -> {
        require(messages != null, this + " destroys a module without a channel");
        destroyModule();
      }
      case ABANDONING -> {
        closeChannel();
        destroyModule();
      }
      default -> {
        require(module != Module.CREATED && module != Module.STARTED, "a module has no channel");
        closeChannel();
        done(true);
      }
    }
  }

  private void done(boolean success) {
    if (success) {
      machine.done(world.clock.now());
    } else {
      machine.failed(world.clock.now());
    }
  }

  private void openChannel() {
    require(messages == null, this + " opens a second channel");
    boolean fails = world.isEventful() && world.random.nextInt(50) == 0;
    if (!fails) {
      messageUrl = machine.asked().create().messageUrl();
      messages = new SimulatedListener(world, this::messageCame, present -> {});
    }
    done(!fails);
  }

  private void closeChannel() {
    require(messages != null, this + " closes a channel that it hasn't");
    messages.close();
    messages = null;
  }

  private void createModule() {
    require(messages != null, this + " creates a module without a channel");
    require(module == Module.NONE || module == Module.DESTROYED, this + " has two modules");
    modules++;
    published = 0;
    boolean fails = world.isEventful() && world.random.nextInt(20) == 0;
    long time = world.upTo(millis(world.random.nextInt(8) == 0 ? 3000 : 100));
    busyFor(
        time,
        () -> {
          module = fails ? Module.NONE : Module.CREATED;
          done(!fails);
        });
  }

  private void destroyModule() {
    require(module == Module.CREATED || module == Module.STARTED, this + " has no module");
    boolean publishes = module == Module.STARTED;
    module = Module.DESTROYED;
    busyFor(
        world.upTo(millis(500)),
        () -> {
          if (publishes) {
            publish();
          }
          done(true);
        });
  }

  private void become(Module from, Module to) {
    require(module == from, this + ": " + module + " becomes " + to);
    module = to;
  }

  private void receive(SimulatedPairGateway.Sent message) {
    require(module == Module.STARTED, this + ": a module that is " + module + " gets a message");
    message.gateway().handled(message.place());
    publish();
    if (machine.phase() == HostPhase.DRAINING) {
      machine.tick(world.clock.now());
    }
    if (world.random.nextInt(10) == 0) {
      busyFor(world.upTo(millis(2)), () -> {});
    }
  }

  /** The module publishes, unless nobody takes it. */
  private void publish() {
    if (messages != null && messages.send(new Published(this, modules, published))) {
      published++;
    }
  }

  /** How many messages of its last module went out. */
  int published() {
    return published;
  }

  /** How many modules it has had. */
  int modules() {
    return modules;
  }

  private void end() {
    require(machine.end() != null, this + " ends without a reason");
    require(messages == null, this + " ends with an open channel");
    require(module != Module.CREATED && module != Module.STARTED, this + " ends with a module");
    end = machine.end();
    world.trace("%s ends: %s", this, end);
    dead = true;
    control.close();
    checkEnded();
    world.hostEnded(this);
  }

  /** What comes after its end changes nothing. */
  private void checkEnded() {
    long now = world.clock.now();
    Create create = new Create("ipc://message", "null");
    List<Runnable> late =
        List.of(
            () -> machine.connected(control.number(), now),
            () -> machine.created(create, control.number(), now),
            machine::started,
            () -> machine.destroyed(now),
            () -> machine.idle(now, 0),
            () -> machine.disconnected(now),
            machine::close,
            () -> machine.idle(now + millis(100_000), 0));
    for (Runnable event : late) {
      event.run();
      require(machine.phase() == HostPhase.ENDED && machine.end() == end, this + " ends twice");
    }
    require(machine.deadline(0) == PairTime.NEVER, this + " waits for something");
  }

  /** It is to leave. */
  void close() {
    closing = true;
    add(machine::close);
  }

  boolean isClosing() {
    return closing;
  }

  void kill() {
    if (!dead) {
      world.trace("%s is killed", this);
      dead = true;
      control.close();
      if (messages != null) {
        messages.close();
      }
      world.hostEnded(this);
    }
  }

  // What the machine tells others.

  @Override
  public boolean reply(ControlStatus status, long connection) {
    require(end == null, this + " says something after its end");
    boolean sent = connection == control.number() && control.send(new Reply(status));
    world.trace("%s says %s over %d: %s", this, status, connection, sent);
    return sent;
  }

  @Override
  public long askForCreate(long connection) {
    reply(ControlStatus.DETACH, connection);
    return control.number();
  }

  @Override
  public void messagesArrived() {
    require(module == Module.DESTROYED, this + " ends the account of a module that lives");
  }

  @Override
  public String toString() {
    return "host " + life;
  }
}
