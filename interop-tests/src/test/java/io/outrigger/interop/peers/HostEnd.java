package io.outrigger.interop.peers;

import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.reqrep.ReqRepHostLink;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host link with its thread, and a module that keeps what it receives. */
final class HostEnd implements HostLink.ModuleHandler, AutoCloseable {
  final HostLink link;
  final Arrivals arrivals = new Arrivals();
  final List<String> configurations = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "host");

  HostEnd(ReqRepSettings settings) throws LinkException {
    link = ReqRepHostLink.open(settings);
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
