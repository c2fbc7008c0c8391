package io.outrigger.protocol.reqrep;

import static io.outrigger.protocol.reqrep.SimulatedWorld.millis;
import static io.outrigger.protocol.reqrep.SimulatedWorld.require;

/** One life of a gateway. */
final class SimulatedGateway extends SimulatedPeer {
  private int acceptedConnections;

  SimulatedGateway(SimulatedWorld world, int number) {
    super(world, number, Side.GATEWAY);
  }

  @Override
  SimulatedPeer other() {
    return world.host;
  }

  @Override
  void start() {
    super.start();
    world.clock.after(
        world.upTo(millis(300)),
        () ->
            happen(
                () -> {
                  window.create();
                  repeatCreate();
                }));
  }

  /** At any moment, however often. */
  private void repeatCreate() {
    if (world.repeatsCreate && world.isEventful()) {
      again(
          world.upTo(millis(world.random.nextBoolean() ? 10 : 1000)),
          () -> {
            window.hostReconnected();
            repeatCreate();
          });
    }
  }

  @Override
  void accepted(SimulatedConnection incoming) {
    super.accepted(incoming);
    if (acceptedConnections++ > 0) {
      world.clock.after(world.upTo(millis(100)), () -> happen(() -> window.hostReconnected()));
    }
  }

  @Override
  boolean send(WindowOutput.Next next) {
    if (next == WindowOutput.Next.CREATE) {
      streams.take(true);
    }
    return super.send(next);
  }

  @Override
  void tell(PeerEvent event) {
    super.tell(event);
    require(event != PeerEvent.NOT_CREATED, "a module isn't created");
    if (event == PeerEvent.CREATED) {
      publish();
    }
  }

  @Override
  void create(SimulatedConnection from, SimulatedPacket packet) {
    throw new AssertionError("a gateway gets CREATE_REQUEST");
  }

  @Override
  void handleCreate(SimulatedConnection from, SimulatedPacket packet) {
    throw new AssertionError("a gateway handles CREATE_REQUEST");
  }

  @Override
  void handleDestroy() {
    throw new AssertionError("a gateway handles DESTROY");
  }

  @Override
  void connectedTo(SimulatedPeer host) {
    // It asks every host.
  }

  @Override
  int mayBeHandledAgain() {
    return 0;
  }

  void destroy() {
    window.destroy();
    pump();
  }
}
