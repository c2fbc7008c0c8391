package io.outrigger.protocol;

import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.protocol.MessageSink.Origin;
import io.outrigger.protocol.MessageSink.Outcome;
import io.outrigger.protocol.pair.PairGatewaySession;
import io.outrigger.protocol.pair.PairSettings;
import io.outrigger.protocol.reqrep.ReqRepGatewaySession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.protocol.wire.MessageEncoder;

/** A gateway's sessions as tests use them. */
public final class Sessions {
  private static final QueueBound WINDOW_ALONE = new QueueBound(0, 0);

  private Sessions() {}

  /** Opens a session that keeps no more than its window. */
  public static ReqRepGatewaySession open(
      ReqRepSettings settings, String name, GatewaySession.Listener owner) throws SessionException {
    ReqRepGatewaySession session = new ReqRepGatewaySession(settings, name, WINDOW_ALONE, owner);
    session.open();
    return session;
  }

  /** Opens a session that keeps no more than its window. */
  public static PairGatewaySession open(
      PairSettings settings, String name, GatewaySession.Listener owner) throws SessionException {
    PairGatewaySession session = new PairGatewaySession(settings, name, WINDOW_ALONE, owner);
    session.open();
    return session;
  }

  /** Sends a message; waits for room as long as the session lets it. */
  public static void send(GatewaySession session, Message message)
      throws UndeliveredException, InterruptedException {
    session.sink().put(message, MessageEncoder.sizeOf(message));
  }

  /** Sends a message if that needs no waiting; returns whether it did. */
  public static boolean trySend(GatewaySession session, Message message) {
    long size = MessageEncoder.sizeOf(message);
    session.sink().checkSize(size);
    return session.sink().offer(message, size, Origin.NONE) == Outcome.TAKEN;
  }
}
