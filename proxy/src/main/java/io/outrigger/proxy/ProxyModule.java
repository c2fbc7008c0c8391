package io.outrigger.proxy;

import io.outrigger.activation.Activation;
import io.outrigger.activation.ActivationException;
import io.outrigger.base.QueueBound;
import io.outrigger.module.Broker;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.SessionException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for a module in another process: brings its host to life, if it is to, and opens, runs and
 * closes the session with it. Create, start and destroy come from one thread at a time.
 */
public final class ProxyModule {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyModule.class);

  private final String name;
  private final ProxySettings settings;
  private final Activation activation;
  private final RemoteEvents events;
  private final GatewaySession session;

  /** Whether the remote module is there, and its owner is to be told of a host that goes away. */
  private volatile boolean created;

  /**
   * @param name of the module, for log lines
   * @param waiting bounds what waits to be sent, beside what is in flight
   */
  public ProxyModule(String name, ProxySettings settings, QueueBound waiting) {
    this.name = name;
    this.settings = settings;
    activation = settings.activation().activation(name);
    events = new RemoteEvents(name);
    session = settings.endpoint().sessions().make(name, waiting, events);
  }

  public String name() {
    return name;
  }

  /** The sink of the remote module's messages, from now on; its counts are kept after destroy. */
  public GatewaySession session() {
    return session;
  }

  /**
   * Opens the session, starts the host if it is to be started, waits for it and has it create the
   * remote module.
   *
   * @param broker where the remote module publishes
   * @throws SessionException if an address can't be opened or the host doesn't come
   * @throws RemoteCreateException if the host couldn't create the module
   */
  public void create(Broker broker)
      throws SessionException, RemoteCreateException, InterruptedException {
    events.setBroker(broker);
    settings.sockets().prepareFolders(settings.activation().program().isPresent());
    Duration grace = Duration.ZERO;
    try {
      session.open();
      activation.start(this::hostEnded);
      awaitHost();
      grace = settings.activation().timeToExit(); // a host that refuses exits by itself
      createRemote();
      created = true;
    } catch (InterruptedException e) {
      grace = Duration.ZERO;
      throw e;
    } finally {
      if (!created) {
        end(grace);
      }
    }
  }

  private void awaitHost() throws SessionException, InterruptedException {
    try {
      session.awaitHost(settings.hostTimeout());
    } catch (SessionException e) {
      Optional<String> end = activation.end();
      if (end.isPresent()) {
        throw new ActivationException("the host ended before it listened: " + end.get(), e);
      }
      throw e;
    }
  }

  private void createRemote() throws RemoteCreateException, InterruptedException {
    try {
      session.create(settings.moduleConfiguration(), settings.createTimeout());
    } catch (SessionException e) {
      String end = activation.end().map(text -> "; " + text).orElse("");
      throw new RemoteCreateException(e.getMessage() + end, e);
    }
  }

  private void hostEnded(String how) {
    if (created) {
      LOG.warn("{}: the host is gone: {}", name, how);
    } else {
      session.close(); // and so ends the wait for a host that won't come
    }
  }

  /** All modules of the gateway are created. */
  public void start() {
    session.start();
  }

  /** How long {@link #destroy} may take, or a create that is interrupted. */
  public Duration destroyDeadline() {
    return settings.destroyTimeout().plus(settings.activation().timeToExit()).plusSeconds(8);
  }

  /**
   * Has the host destroy the remote module, and ends the host if it was started from here.
   *
   * @throws InterruptedException if the calling thread is interrupted; the host's process was
   *     killed then
   */
  public void destroy() throws InterruptedException {
    created = false;
    boolean destroyed = false;
    try {
      destroyed = session.destroy(settings.destroyTimeout());
      if (!destroyed) {
        LOG.warn(
            "{}: the host has not destroyed its module within {} ms (destroy.timeout.ms)",
            name,
            settings.destroyTimeout().toMillis());
      }
    } finally {
      if (destroyed) {
        session.close(); // a host that has answered ends when its gateway has left
      }
      end(destroyed ? settings.activation().timeToExit() : Duration.ZERO);
    }
  }

  private void end(Duration grace) throws InterruptedException {
    boolean gone = false;
    try {
      gone = activation.stop(grace);
    } finally {
      session.close();
      settings.sockets().removeListening();
      if (gone) {
        settings.sockets().removeRemote();
      }
    }
  }
}
