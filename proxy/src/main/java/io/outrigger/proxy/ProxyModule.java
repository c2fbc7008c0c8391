package io.outrigger.proxy;

import io.outrigger.activation.ActivationException;
import io.outrigger.activation.InstanceEnd;
import io.outrigger.base.Delays;
import io.outrigger.base.QueueBound;
import io.outrigger.base.StopDeadline;
import io.outrigger.module.Broker;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.SessionException;
import io.outrigger.supervision.HostState;
import io.outrigger.supervision.HostSupervisor;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for a module in another process: brings its host to life, if it is to, and opens, runs and
 * closes the session with it. Create, start and destroy come from one thread at a time.
 */
public final class ProxyModule {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyModule.class);

  /** How long nothing is tried when something has failed of what is tried by and by. */
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final String name;
  private final ProxySettings settings;
  private final CountDownLatch stopBegun = new CountDownLatch(1);

  /** Null if someone else starts the host. */
  private final HostSupervisor supervisor;

  private final RemoteEvents events;
  private final GatewaySession session;

  private final Silence silence = new Silence();

  /** When it is checked next whether the host is silent; null before. */
  private volatile Future<?> nextCheck;

  /** Whether the remote module is there, and its owner is to be told of a host that goes away. */
  private volatile boolean created;

  /** Whether it is created by and by: the end of an instance isn't the end of that. */
  private volatile boolean patient;

  /** All modules of the gateway are created that are required. */
  private volatile boolean started;

  /** By when what was begun is to have ended; null while it isn't to. */
  private volatile StopDeadline stopBy;

  /**
   * @param name of the module, for log lines
   * @param waiting bounds what waits to be sent, beside what is in flight
   */
  public ProxyModule(String name, ProxySettings settings, QueueBound waiting) {
    this.name = name;
    this.settings = settings;
    supervisor =
        settings
            .activation()
            .launcher(name)
            .map(
                launcher ->
                    new HostSupervisor(
                        name,
                        launcher,
                        settings.restart(),
                        settings.supervisionTimes(),
                        this::instanceEnded))
            .orElse(null);
    events = new RemoteEvents(name, this::hostReturned);
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
    settings.sockets().prepareFolders(supervisor != null);
    Duration grace = Duration.ZERO;
    try {
      openSession();
      awaitHost();
      grace = settings.activation().timeToExit(); // a host that refuses exits by itself
      createRemote();
      remoteCreated();
    } catch (InterruptedException e) {
      grace = Duration.ZERO;
      throw e;
    } finally {
      if (!created) {
        end(grace);
      }
    }
  }

  /**
   * As {@link #create}, but goes on until the module is created: waits for a host that someone else
   * starts, and has instances of one that is started here follow each other as the restart policy
   * says. What fails meanwhile is logged.
   *
   * @throws SessionException if an address can't be opened here
   */
  public void createWhenPossible(Broker broker) throws SessionException, InterruptedException {
    patient = true;
    events.setBroker(broker);
    try {
      settings.sockets().prepareFolders(supervisor != null);
      if (supervisor != null && settings.activation().reportsReady()) {
        supervisor.startAndRepeat();
        repeat(this::awaitReady);
        session.open();
      } else {
        session.open();
        if (supervisor != null) {
          supervisor.startAndRepeat();
        }
      }
      repeat(this::createOnce);
    } finally {
      if (!created) {
        end(Duration.ZERO);
      }
    }
  }

  /** A step on the way to a module. */
  private interface Step {
    void run() throws SessionException, RemoteCreateException, InterruptedException;
  }

  private void repeat(Step step) throws InterruptedException {
    String told = "";
    for (boolean done = false; !done; ) {
      try {
        step.run();
        done = true;
      } catch (SessionException | RemoteCreateException e) {
        if (!told.equals(e.getMessage())) {
          told = e.getMessage();
          LOG.warn("{} is not required and isn't there: {}; it is waited for", name, told);
        }
        if (stopBegun.await(BETWEEN_TRIES.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new InterruptedException("the gateway stops");
        }
        if (supervisor != null) {
          supervisor.awaitInstance();
        }
      }
    }
  }

  private void createOnce() throws SessionException, RemoteCreateException, InterruptedException {
    awaitHost();
    createRemote();
    remoteCreated();
    if (started) {
      session.start(); // again, as there was nobody to be told
    }
  }

  /**
   * A host that reports it listens before the gateway connects: it never meets another one that is
   * left over at its address.
   */
  private void openSession() throws SessionException, InterruptedException {
    if (supervisor == null) {
      session.open();
    } else if (settings.activation().reportsReady()) {
      supervisor.start();
      awaitReady();
      session.open();
    } else {
      session.open();
      supervisor.start();
    }
  }

  private void awaitReady() throws SessionException, InterruptedException {
    if (!supervisor.awaitReady(settings.hostTimeout())) {
      throwIfEnded(null);
      throw new ActivationException(
          "the host did not report within "
              + settings.hostTimeout().toMillis()
              + " ms that it listens; its log may say why",
          null);
    }
  }

  private void throwIfEnded(SessionException cause) throws ActivationException {
    if (supervisor != null) {
      supervisor.throwIfNotLaunched();
    }
    Optional<InstanceEnd> end = end();
    if (end.isPresent()) {
      throw new ActivationException("the host ended before it listened: " + end.get(), cause);
    }
  }

  private Optional<InstanceEnd> end() {
    return supervisor == null ? Optional.empty() : supervisor.end();
  }

  private void awaitHost() throws SessionException, InterruptedException {
    try {
      session.awaitHost(settings.hostTimeout());
    } catch (SessionException e) {
      throwIfEnded(e);
      throw e;
    }
  }

  private void createRemote() throws RemoteCreateException, InterruptedException {
    try {
      session.create(settings.moduleConfiguration(), settings.createTimeout());
    } catch (SessionException e) {
      String end = end().map(how -> "; its process " + how).orElse("");
      throw new RemoteCreateException(e.getMessage() + end, e);
    }
  }

  /** An instance that has ended meanwhile has no module any longer. */
  private synchronized void remoteCreated() throws RemoteCreateException {
    Optional<InstanceEnd> end = end();
    if (end.isPresent()) {
      throw new RemoteCreateException(
          "the host ended when it had created the module: its process " + end.get(), null);
    }
    created = true;
    hostReturned();
  }

  private void instanceEnded(InstanceEnd how) {
    boolean awaited;
    synchronized (this) {
      awaited = !created && !patient;
    }
    if (awaited) {
      session.close(); // and so ends the wait for a host that won't come
    }
  }

  /** A host has created the module. */
  private void hostReturned() {
    if (supervisor != null) {
      supervisor.created();
    }
  }

  /** All modules of the gateway are created that are required. */
  public void start() {
    started = true;
    session.start();
    if (supervisor != null && !settings.hangTimeout().isZero()) {
      watchSilence();
    }
  }

  /** The host itself knows better where it hangs; but it may not say so. */
  private void watchSilence() {
    long limit = settings.hangTimeout().toNanos();
    long due = System.nanoTime() + limit / 4;
    nextCheck =
        Delays.run(
            limit / 4,
            () -> {
              long now = System.nanoTime();
              // Late: all processes may have stood still together, and the host had no time either.
              boolean excused =
                  events.isPublishing()
                      || supervisor.state() != HostState.RUNNING
                      || Delays.isLate(due, now);
              long silent = silence.observe(session.statistics(), excused, now);
              if (silent >= limit) {
                supervisor.silent(
                    "it has taken no message for "
                        + TimeUnit.NANOSECONDS.toMillis(silent)
                        + " ms while "
                        + session.statistics().pending()
                        + " wait");
              }
              if (stopBy == null) {
                watchSilence();
              }
            });
  }

  /**
   * The gateway stops, and comes to this module in its turn: from now on no instance follows the
   * present one, and a signal that this has got as well is the gateway's affair. A create that is
   * interrupted is to have ended by then.
   */
  public void endBy(StopDeadline deadline) {
    stopBy = deadline;
    stopBegun.countDown();
    if (nextCheck != null) {
      nextCheck.cancel(false);
    }
    if (supervisor != null) {
      supervisor.close();
    }
  }

  /** As {@link #destroy(StopDeadline)}, within the time that the configuration allows. */
  public void destroy() throws InterruptedException {
    destroy(StopDeadline.in(longestStop()));
  }

  private Duration longestStop() {
    return settings.destroyTimeout().plus(settings.activation().timeToExit()).plusSeconds(8);
  }

  /**
   * Has the host destroy the remote module, and ends the host if it was started from here.
   *
   * @param deadline of the whole stop; it may take less
   * @throws InterruptedException if the calling thread is interrupted; the host's process was
   *     killed then
   */
  public void destroy(StopDeadline deadline) throws InterruptedException {
    endBy(deadline);
    created = false;
    Duration timeout = StopDeadline.shorter(settings.destroyTimeout(), deadline.untilTerminate());
    boolean destroyed = false;
    try {
      destroyed = session.destroy(timeout);
      if (!destroyed) {
        LOG.warn(
            "{}: the host has not destroyed its module within {} ms ({})",
            name,
            timeout.toMillis(),
            timeout == settings.destroyTimeout() ? "destroy.timeout.ms" : "stop.timeout.ms");
      }
    } finally {
      if (destroyed) {
        session.close(); // a host that has answered ends when its gateway has left
      }
      end(destroyed ? settings.activation().timeToExit() : Duration.ZERO);
    }
  }

  private void end(Duration grace) throws InterruptedException {
    StopDeadline stop = Objects.requireNonNullElseGet(stopBy, () -> StopDeadline.in(longestStop()));
    boolean gone = false;
    try {
      gone = supervisor != null && supervisor.stop(grace, stop);
    } finally {
      session.close();
      settings.sockets().removeListening();
      if (gone) {
        settings.sockets().removeRemote();
      }
    }
  }
}
