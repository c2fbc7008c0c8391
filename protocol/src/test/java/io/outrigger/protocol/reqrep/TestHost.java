package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A host in a thread of the test. Its module publishes what it receives, unless told otherwise. */
final class TestHost implements HostSession.ModuleHandler, AutoCloseable {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final HostSession link;
  private final CompletableFuture<HostSession.End> end = new CompletableFuture<>();

  /** What create answers. */
  volatile boolean creates = true;

  /** What the module does with a message. */
  volatile Consumer<Message> module;

  TestHost(ReqRepSettings settings) throws SessionException {
    link = ReqRepHostSession.open(settings);
    module = link::publish;
  }

  TestHost run() {
    Thread thread =
        new Thread(
            () -> {
              try {
                end.complete(link.run(this));
              } catch (InterruptedException | RuntimeException | Error e) {
                end.completeExceptionally(e);
              } finally {
                link.close();
              }
            },
            "host");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  HostSession.End awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
    return end.get(30, TimeUnit.SECONDS);
  }

  @Override
  public boolean create(String configuration) {
    calls.add("create " + configuration);
    return creates;
  }

  @Override
  public void start() {
    calls.add("start");
  }

  @Override
  public void receive(Message message) {
    module.accept(message);
  }

  @Override
  public void destroy() {
    calls.add("destroy");
  }

  @Override
  public void close() {
    link.close();
  }
}
