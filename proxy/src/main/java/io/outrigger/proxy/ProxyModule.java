package io.outrigger.proxy;

import io.outrigger.activation.Activation;
import io.outrigger.activation.ActivationException;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands for a module in another process. */
public final class ProxyModule implements GatewayModule {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyModule.class);

  private final String name;
  private final ProxySettings settings;
  private final Activation activation;

  /** Null until create has opened it. */
  private volatile GatewayLink link;

  /** Whether the remote module is there, and a host that goes away is to be told of. */
  private volatile boolean created;

  /**
   * @param name of the module, for log lines
   */
  public ProxyModule(String name, ProxySettings settings) {
    this.name = name;
    this.settings = settings;
    activation = settings.activation().activation(name);
  }

  /**
   * Opens the link, starts the host if it is to be started, waits for it and has it create the
   * remote module.
   *
   * @param configuration isn't used: the remote module has one of its own
   * @throws LinkException if an address can't be opened or the host doesn't come
   * @throws RemoteCreateException if the host couldn't create the module
   */
  @Override
  public void create(Broker broker, String configuration)
      throws LinkException, RemoteCreateException, InterruptedException {
    settings.sockets().prepareFolders(settings.activation().program().isPresent());
    Duration patience = Duration.ZERO;
    try {
      link = settings.link().open(name, new RemoteEvents(name, broker));
      activation.start(this::hostEnded);
      awaitHost();
      patience = settings.activation().timeToExit(); // a host that refuses exits by itself
      createRemote();
      created = true;
    } catch (InterruptedException e) {
      patience = Duration.ZERO;
      throw e;
    } finally {
      if (!created) {
        end(patience);
      }
    }
  }

  private void awaitHost() throws LinkException, InterruptedException {
    try {
      link.awaitHost(settings.hostTimeout());
    } catch (LinkException e) {
      Optional<String> end = activation.end();
      if (end.isPresent()) {
        throw new ActivationException("the host ended before it listened: " + end.get(), e);
      }
      throw e;
    }
  }

  private void createRemote() throws RemoteCreateException, InterruptedException {
    try {
      link.create(settings.moduleConfiguration(), settings.createTimeout());
    } catch (LinkException e) {
      String end = activation.end().map(text -> "; " + text).orElse("");
      throw new RemoteCreateException(e.getMessage() + end, e);
    }
  }

  private void hostEnded(String how) {
    if (created) {
      LOG.warn("{}: the host is gone: {}", name, how);
    } else {
      link.close(); // and so ends the wait for a host that won't come
    }
  }

  @Override
  public void start() {
    link.start();
  }

  /**
   * Hands a message to the link; waits while its window is full.
   *
   * @throws LinkException if the message is undelivered
   */
  @Override
  public void receive(Message message) throws LinkException, InterruptedException {
    link.receive(message);
  }

  /**
   * As {@link #receive}, if that needs no waiting; from any thread, one at a time.
   *
   * @return whether the link has taken it; if not, nothing has happened
   */
  public boolean tryReceive(Message message) {
    return link.tryReceive(message);
  }

  /** Waits until {@link #tryReceive} may succeed, but no longer than a time. Any thread. */
  public void awaitRoom(long size, long nanos) throws InterruptedException {
    link.awaitRoom(size, nanos);
  }

  /** Refuses what can't be sent to the host; any thread. */
  public void checkSize(Message message) {
    GatewayLink open = link;
    if (open != null) {
      open.checkSize(message);
    }
  }

  /** What the link has counted; empty before it was opened. Any thread. */
  public Optional<LinkStatistics> statistics() {
    return Optional.ofNullable(link).map(GatewayLink::statistics);
  }

  /** How long {@link #destroy} may take, or a create that is interrupted. */
  public Duration destroyDeadline() {
    return settings.destroyTimeout().plus(settings.activation().timeToExit()).plusSeconds(8);
  }

  @Override
  public void destroy() throws InterruptedException {
    created = false;
    boolean letGo = false;
    try {
      letGo = link.destroy(settings.destroyTimeout());
      if (!letGo) {
        LOG.warn(
            "{}: the host has not let go of its module within {} ms (destroy.timeout.ms)",
            name,
            settings.destroyTimeout().toMillis());
      }
    } finally {
      if (letGo) {
        link.close(); // a host that has answered ends when its gateway has left
      }
      end(letGo ? settings.activation().timeToExit() : Duration.ZERO);
    }
  }

  private void end(Duration patience) throws InterruptedException {
    boolean gone = false;
    try {
      gone = activation.stop(patience);
    } finally {
      if (link != null) {
        link.close();
        settings.sockets().removeListening();
      }
      if (gone) {
        settings.sockets().removeRemote();
      }
    }
  }
}
