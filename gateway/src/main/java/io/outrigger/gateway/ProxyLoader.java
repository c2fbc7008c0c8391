package io.outrigger.gateway;

import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.proxy.ProxyModule;
import io.outrigger.proxy.ProxySettings;
import java.time.Duration;
import java.util.Optional;

/** Loads a proxy: loader {@code proxy}. */
record ProxyLoader(ProxySettings settings) implements ModuleLoader {

  @Override
  public LoadedModule load(String module) {
    return new LoadedProxy(new ProxyModule(module, settings));
  }

  private record LoadedProxy(ProxyModule proxy) implements LoadedModule, Passage {
    @Override
    public GatewayModule make() {
      return proxy;
    }

    @Override
    public String description() {
      return "proxy";
    }

    @Override
    public Duration destroyDeadline() {
      return proxy.destroyDeadline();
    }

    @Override
    public void checkSize(Message message) {
      proxy.checkSize(message);
    }

    @Override
    public Optional<Passage> passage() {
      return Optional.of(this);
    }

    @Override
    public boolean tryReceive(Message message) {
      return proxy.tryReceive(message);
    }

    @Override
    public void awaitRoom(long size, long nanos) throws InterruptedException {
      proxy.awaitRoom(size, nanos);
    }

    @Override
    public Optional<LinkStatistics> statistics() {
      return proxy.statistics();
    }
  }
}
