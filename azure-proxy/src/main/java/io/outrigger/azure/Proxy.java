package io.outrigger.azure;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.core.IGatewayModule;
import io.outrigger.base.BoundedLog;
import io.outrigger.base.QueueBound;
import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.protocol.UndeliveredException;
import io.outrigger.protocol.wire.WireException;
import io.outrigger.proxy.ProxyModule;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.runtime.azure.SerializedMessages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module of the C gateway that stands for one in another process. Its {@code args} are those of
 * the proxy in our own gateway; paths in them are relative to the C gateway's working directory.
 *
 * <p>{@code create} throws what ends the C gateway's start: an {@code IllegalArgumentException} for
 * what is wrong with {@code args}, an {@code IllegalStateException} if the host doesn't come or
 * can't create its module. No other call throws.
 */
public final class Proxy implements IGatewayModule {
  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

  /** As many messages wait as for a module of our own gateway. */
  private static final QueueBound WAITING = new QueueBound(1024, 1L << 20);

  private final BoundedLog losses = new BoundedLog(LOG);

  /** Null before create. */
  private ProxyModule proxy;

  private String name;

  /** For the C gateway's {@code java} loader. */
  public Proxy() {}

  @Override
  public void create(long address, Broker broker, String configuration) {
    ConfigurationProblems problems = new ConfigurationProblems();
    ConfigurationObject arguments = ConfigurationObject.parse("args", configuration, problems);
    name = "proxy for " + arguments.string("remote.url").orElse("a host");
    ProxySettings settings = ProxySettings.ofProxy(arguments);
    try {
      problems.throwIfAny();
      proxy = new ProxyModule(name, settings, WAITING);
      proxy.create(new CGatewayBroker(broker, address));
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + " was interrupted while it waited for its host", e);
    } catch (Exception e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void start() {
    proxy.start();
  }

  @Override
  public void receive(byte[] source) {
    try {
      proxy.session().sink().put(SerializedMessages.message(source), source.length);
    } catch (WireException | UndeliveredException | RuntimeException e) {
      losses.warn("{}: a message is undelivered: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      losses.warn("{}: a message is undelivered, as its thread was interrupted", name);
    }
  }

  @Override
  public void destroy() {
    try {
      proxy.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("{} was interrupted while its host destroyed the module", name);
    }
  }
}
