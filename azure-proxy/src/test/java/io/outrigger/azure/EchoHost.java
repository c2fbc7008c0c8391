package io.outrigger.azure;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.reqrep.ReqRepHostSession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A host over {@code reqrep} on a thread of its own, whose module publishes what it receives. */
final class EchoHost implements HostSession.ModuleHandler, AutoCloseable {
  private final HostSession link;
  private final Thread thread;
  private final List<String> calls = new ArrayList<>();

  private EchoHost(HostSession link) {
    this.link = link;
    thread = new Thread(this::run, "host");
  }

  static EchoHost start(Path folder) throws SessionException {
    String keys =
        """
        {"listen.url": "ipc://%s/host", "remote.url": "ipc://%s/gateway"}"""
            .formatted(folder, folder);
    ConfigurationObject configuration =
        ConfigurationObject.parse("host", keys, new ConfigurationProblems());
    EchoHost host = new EchoHost(ReqRepHostSession.open(ReqRepSettings.ofHost(configuration)));
    host.thread.start();
    return host;
  }

  private void run() {
    try {
      link.run(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was done to the module, once its host has ended. */
  String calls() throws InterruptedException {
    thread.join(30_000);
    synchronized (calls) {
      return String.join(", ", calls);
    }
  }

  private void add(String call) {
    synchronized (calls) {
      calls.add(call);
    }
  }

  @Override
  public boolean create(String configuration) {
    add("create " + configuration);
    return true;
  }

  @Override
  public void start() {
    add("start");
  }

  @Override
  public void receive(Message message) {
    link.publish(message);
  }

  @Override
  public void destroy() {
    add("destroy");
  }

  @Override
  public void close() {
    link.close();
  }
}
