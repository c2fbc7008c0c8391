package io.outrigger.protocol.reqrep;

import static io.outrigger.protocol.reqrep.SimulatedWorld.require;

import java.util.HashSet;
import java.util.Set;

/** One life of a host, with its module. */
final class SimulatedHost extends SimulatedPeer {
  private boolean created;
  private boolean destroyed;
  private long createdBy;
  private long newest;
  private int newestConnection = -1;
  private final Set<SimulatedPeer> gateways = new HashSet<>();

  SimulatedHost(SimulatedWorld world, int number) {
    super(world, number, Side.HOST);
  }

  @Override
  SimulatedPeer other() {
    return world.gateway;
  }

  @Override
  void create(SimulatedConnection from, SimulatedPacket packet) {
    if (newest != packet.identity() && from.number < newestConnection) {
      // It is late: another gateway has asked over a later connection.
      return;
    }
    newest = packet.identity();
    newestConnection = from.number;
    if (window.createRequested(packet.identity())) {
      world.trace("%s has another gateway", this);
    }
    streams.take(true);
    if (created && packet.identity() == createdBy) {
      answerCreated(from, packet.id());
    } else {
      handleLater(null, packet, from);
    }
  }

  @Override
  void handleCreate(SimulatedConnection from, SimulatedPacket packet) {
    created = true;
    createdBy = packet.identity();
    answerCreated(from, packet.id());
    publish();
  }

  private void answerCreated(SimulatedConnection from, int id) {
    from.answer(RequestId.plus(id, -1), Answer.HELLO, identity);
    from.answer(id, Answer.CREATED, 0);
  }

  @Override
  void handleDestroy() {
    require(created && !destroyed, "DESTROY comes too early, or twice");
    destroyed = true;
  }

  @Override
  void connectedTo(SimulatedPeer gateway) {
    gateways.add(gateway);
  }

  /** One message of each later gateway, which sends CREATE_REQUEST right when the host asks it. */
  @Override
  int mayBeHandledAgain() {
    return Math.max(0, gateways.size() - 1);
  }

  boolean isDestroyed() {
    return destroyed;
  }

  @Override
  boolean send(WindowOutput.Next next) {
    require(next == WindowOutput.Next.MESSAGE, "a host sends " + next);
    return super.send(next);
  }

  @Override
  void tell(PeerEvent event) {
    super.tell(event);
    require(event == PeerEvent.LOST || event == PeerEvent.RETURNED, "a host gets " + event);
  }
}
