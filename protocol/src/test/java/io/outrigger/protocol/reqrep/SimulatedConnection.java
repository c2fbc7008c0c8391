package io.outrigger.protocol.reqrep;

import java.util.HashMap;
import java.util.Map;

/**
 * One connection from a sender to a listener. Both ways keep their order; what is on its way when
 * the connection is cut may arrive or not.
 */
final class SimulatedConnection {
  private final SimulatedWorld world;
  private final SimulatedPeer sender;
  private final SimulatedPeer listener;
  final int number;

  /** How often a packet of each id was sent, less its refusals. */
  private final Map<Integer, Integer> refusable = new HashMap<>();

  private int packetsUnderWay;
  private int answersUnderWay;
  private long lastPacketAt;
  private long lastAnswerAt;
  private boolean full;
  private boolean isCut;

  /** Until when what is on its way still arrives. */
  private long openUntil = Long.MAX_VALUE;

  SimulatedConnection(SimulatedWorld world, SimulatedPeer sender, SimulatedPeer listener) {
    this.world = world;
    this.sender = sender;
    this.listener = listener;
    number = world.nextConnection();
  }

  SimulatedPeer listener() {
    return listener;
  }

  /** Sends a packet; false if there are too many on their way. */
  boolean send(SimulatedPacket packet) {
    if (packetsUnderWay >= world.capacity) {
      full = true;
      return false;
    }
    world.trace("%s sends %s over %d", sender, packet, number);
    refusable.merge(packet.id(), 1, Integer::sum);
    int times = world.random.nextDouble() < world.duplicated ? 2 : 1;
    if (packet.kind() == SimulatedPacket.Kind.MESSAGE && world.random.nextDouble() < world.lost) {
      return true;
    }
    for (int i = 0; i < times && !isCut; i++) {
      packetsUnderWay++;
      lastPacketAt = Math.max(lastPacketAt, world.clock.now() + world.upTo(world.delayNanos));
      world.clock.at(lastPacketAt, () -> arrive(packet));
    }
    return true;
  }

  private void arrive(SimulatedPacket packet) {
    if (world.clock.now() > openUntil) {
      return;
    }
    listener.happen(
        () -> {
          packetsUnderWay--;
          world.trace("%s gets %s over %d", listener, packet, number);
          listener.packet(this, packet);
          if (full && packetsUnderWay <= world.capacity / 2) {
            full = false;
            sender.happen(() -> sender.writable(this));
          }
        });
  }

  /** Answers a packet. The library drops an answer when the connection is full of others. */
  void answer(int id, Answer answer, long identity) {
    if (isCut || answersUnderWay >= world.answerCapacity) {
      return;
    }
    // A sender counts refusals: there isn't one more than it has sent packets.
    if (answer == Answer.REFUSED && refusable.merge(id, -1, Integer::sum) < 0) {
      return;
    }
    // Without its HELLO a peer may be taken for plain, and then nothing can be promised.
    boolean mayBeLost = answer == Answer.EMPTY || answer == Answer.REFUSED;
    if (mayBeLost && world.random.nextDouble() < world.lost) {
      return;
    }
    boolean twice = answer != Answer.REFUSED && world.random.nextDouble() < world.duplicated;
    for (int i = 0; i < (twice ? 2 : 1); i++) {
      answersUnderWay++;
      lastAnswerAt = Math.max(lastAnswerAt, world.clock.now() + world.upTo(world.delayNanos));
      world.clock.at(lastAnswerAt, () -> answerArrives(id, answer, identity));
    }
  }

  private void answerArrives(int id, Answer answer, long identity) {
    if (world.clock.now() > openUntil) {
      return;
    }
    sender.happen(
        () -> {
          answersUnderWay--;
          sender.answer(this, id, answer, identity);
        });
  }

  /** Cuts it; the sender notices later. */
  void cut() {
    if (!isCut) {
      isCut = true;
      openUntil = world.clock.now() + world.upTo(2 * world.delayNanos);
      world.trace("%s loses its connection %d", sender, number);
      world.clock.after(
          world.upTo(SimulatedWorld.millis(100)), () -> sender.happen(() -> sender.isCut(this)));
    }
  }
}
