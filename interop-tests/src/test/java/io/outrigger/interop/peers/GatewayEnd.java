package io.outrigger.interop.peers;

import io.outrigger.interop.process.Await;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.reqrep.ReqRepGatewayLink;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway link whose owner keeps what it is told. */
final class GatewayEnd implements GatewayLink.Listener, AutoCloseable {
  final GatewayLink link;
  final Arrivals arrivals = new Arrivals();
  final List<String> events = new CopyOnWriteArrayList<>();

  GatewayEnd(ReqRepSettings settings) throws LinkException {
    link = ReqRepGatewayLink.open(settings, "module", this);
  }

  /** Has the host create its module. */
  GatewayEnd create() throws LinkException, InterruptedException {
    link.awaitHost(Await.DEADLINE);
    link.create("null", Await.DEADLINE);
    link.start();
    return this;
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
