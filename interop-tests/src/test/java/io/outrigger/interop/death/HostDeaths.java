package io.outrigger.interop.death;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * What is left when one host after the other was killed in full flow, and the last one and its
 * gateway have ended in order.
 *
 * @param noticed how long the gateway took to notice each death
 */
record HostDeaths(ChildProcess gateway, ChildProcess lastHost, NoticeTimes noticed) {

  /**
   * Starts both sides and kills the hosts.
   *
   * @param awaitFlow waits for what is to flow before that death, the first of which is 1, or
   *     before the end
   */
  static HostDeaths happen(Scene scene, int kills, IntConsumer awaitFlow)
      throws IOException, InterruptedException {
    ChildProcess gateway = scene.startGateway();
    ChildProcess host = scene.startHost();
    NoticeTimes noticed = new NoticeTimes();
    for (int death = 1; death <= kills; death++) {
      awaitFlow.accept(death);
      long killed = host.kill();
      noticed.add(killed, gateway.await(Scene.LOST, death).nanos());
      host = scene.startHost();
      gateway.await(Scene.RETURNED, death);
    }
    awaitFlow.accept(kills + 1);
    gateway.signal("TERM");
    gateway.awaitExit(0);
    host.awaitExit(0);
    return new HostDeaths(gateway, host, noticed);
  }
}
