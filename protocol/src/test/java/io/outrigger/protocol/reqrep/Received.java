package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.testsupport.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a gateway link told its owner. */
final class Received implements GatewaySession.Listener {
  final Numbers numbers = new Numbers();
  final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void published(Message message) {
    numbers.add(message);
  }

  @Override
  public void hostLost(String reason) {
    events.add("lost: " + reason);
  }

  @Override
  public void hostReturned() {
    events.add("returned");
  }

  void awaitEvents(int count) {
    Await.until(() -> events, () -> events.size() >= count);
  }
}
