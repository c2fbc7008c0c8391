package io.outrigger.nanomsg;

import io.outrigger.testsupport.Await;

/** The peers of a socket. */
final class Connections {
  private Connections() {}

  /** Waits until this many peers are there. */
  static void await(NanoSocket socket, int count) {
    Await.until(
        () -> count + " connections of " + socket,
        () -> socket.statistic(Statistic.CURRENT_CONNECTIONS) >= count);
  }
}
