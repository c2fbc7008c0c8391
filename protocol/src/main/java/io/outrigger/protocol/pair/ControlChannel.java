package io.outrigger.protocol.pair;

import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.wire.ControlDecoder;
import io.outrigger.protocol.wire.ControlEncoder;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control channel: packets, both ways. Any thread may send. */
abstract class ControlChannel extends PairChannel {
  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

  ControlChannel(String name, PairConnection connection, PairCounters counters) {
    super(name, "control", connection, counters);
  }

  /**
   * Takes a packet, on the channel's thread. Throws nothing else.
   *
   * @param over the number of the connection that it came by
   */
  abstract void received(ControlPacket packet, long over) throws InterruptedException;

  /** A packet that says it is CREATE came by that connection and can't be read. */
  void receivedUnreadableCreate(long over) throws InterruptedException {}

  @Override
  final void received(byte[] bytes) throws WireException, InterruptedException {
    try {
      received(ControlDecoder.decode(bytes), connection.number());
    } catch (ControlDecoder.CreateException e) {
      receivedUnreadableCreate(connection.number());
      throw e;
    }
  }

  /**
   * Sends a packet to whom this connection leads, and to nobody else: a status that is meant for
   * one gateway would end the start of the next. Waits for nothing.
   *
   * @return whether it went out
   */
  boolean send(ControlPacket packet, long over) {
    if (over == PairConnection.NONE || connection.number() != over) {
      return false;
    }
    Outcome outcome = connection.socket().trySend(ControlEncoder.encode(packet));
    if (outcome != Outcome.DONE) {
      LOG.debug("{}: {} did not go out: {}", name, packet, outcome);
    }
    return outcome == Outcome.DONE;
  }
}
