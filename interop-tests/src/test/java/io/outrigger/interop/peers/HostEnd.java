package io.outrigger.interop.peers;

import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.reqrep.ReqRepHostSession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host link with its thread, and a module that keeps what it receives. */
final class HostEnd implements HostSession.ModuleHandler, AutoCloseable {
  final HostSession link;
  final Arrivals arrivals = new Arrivals();
  final List<String> configurations = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "host");

  HostEnd(ReqRepSettings settings) throws SessionException {
    link = ReqRepHostSession.open(settings);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      link.run(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean create(String configuration) {
    configurations.add(configuration);
    return true;
  }

  @Override
  public void start() {
    // This module publishes when the test does.
  }

  @Override
  public void receive(Message message) {
    arrivals.take(message);
  }

  @Override
  public void destroy() {
    // What has arrived is kept.
  }

  @Override
  public void close() {
    arrivals.release();
    link.close();
    Threads.join(thread);
  }
}
