package io.outrigger.protocol.pair;

import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A host link that runs on a thread of its own, with an echo for a module. */
final class RunningHost implements AutoCloseable {
  final PairHostSession link;
  final EchoModule module;
  private final CompletableFuture<End> end = new CompletableFuture<>();

  private RunningHost(PairHostSession link) {
    this.link = link;
    module = new EchoModule(link);
    new Thread(this::run, "host under test").start();
  }

  static RunningHost start(String controlId, OnGatewayGone onGatewayGone) throws Exception {
    return start(TestSettings.host(controlId, onGatewayGone));
  }

  static RunningHost start(PairHostSettings settings) throws Exception {
    return new RunningHost(PairHostSession.open(settings));
  }

  private void run() {
    try {
      end.complete(link.run(module));
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  /** How it ended, once it has. */
  End end() throws Exception {
    return end.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    link.close();
  }
}
