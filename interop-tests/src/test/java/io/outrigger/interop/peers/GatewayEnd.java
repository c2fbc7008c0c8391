package io.outrigger.interop.peers;

import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.UndeliveredException;
import io.outrigger.protocol.reqrep.ReqRepGatewaySession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.testsupport.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway session whose owner keeps what it hears. */
final class GatewayEnd implements GatewaySession.Listener, AutoCloseable {
  final GatewaySession link;
  final Arrivals arrivals = new Arrivals();
  final List<String> events = new CopyOnWriteArrayList<>();

  GatewayEnd(ReqRepSettings settings) throws SessionException {
    link = new ReqRepGatewaySession(settings, "module", new QueueBound(0, 0), this);
    link.open();
  }

  /** Has the host create its module. */
  GatewayEnd create() throws SessionException, InterruptedException {
    link.awaitHost(Await.DEADLINE);
    link.create("null", Await.DEADLINE);
    link.start();
    return this;
  }

  void send(Message message) throws UndeliveredException, InterruptedException {
    link.sink().put(message, MessageEncoder.sizeOf(message));
  }

  @Override
  public void published(Message message) {
    arrivals.take(message);
  }

  @Override
  public void hostLost(String reason) {
    events.add("lost: " + reason);
  }

  @Override
  public void hostReturned() {
    events.add("returned");
  }

  @Override
  public void close() {
    arrivals.release();
    link.close();
  }
}
