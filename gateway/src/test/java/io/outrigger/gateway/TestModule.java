package io.outrigger.gateway;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A module of a test: it notes its calls, and each call can be made to do something. */
public class TestModule implements GatewayModule {

  /** What a call does besides being noted; it may throw anything. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /** What receive does. */
  @FunctionalInterface
  public interface Handler {
    void receive(Message message) throws Exception;
  }

  /** Calls in their order, the same list for several modules if a test wants that. */
  public final List<String> calls;

  final String name;
  public final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  public volatile Broker broker;
  volatile String configuration;
  public Action onCreate = () -> {};
  public Action onStart = () -> {};
  public Action onDestroy = () -> {};
  public Handler onReceive = message -> {};

  public TestModule() {
    this("module", new CopyOnWriteArrayList<>());
  }

  public TestModule(String name, List<String> calls) {
    this.name = name;
    this.calls = calls;
  }

  public static Message message(String text) {
    return Message.of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String text(Message message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  public void publish(String text) {
    broker.publish(message(text));
  }

  /** The next message, for which it waits. */
  public String next() throws InterruptedException {
    String text = received.poll(20, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError(name + " received nothing for 20 s");
    }
    return text;
  }

  private void note(String call) {
    calls.add(call + " " + name);
    threads.add(Thread.currentThread());
  }

  @Override
  public void create(Broker given, String text) throws Exception {
    note("create");
    broker = given;
    configuration = text;
    onCreate.run();
  }

  @Override
  public void start() throws Exception {
    note("start");
    onStart.run();
  }

  @Override
  public void receive(Message message) throws Exception {
    threads.add(Thread.currentThread());
    onReceive.receive(message);
    received.add(text(message));
  }

  @Override
  public void destroy() throws Exception {
    note("destroy");
    onDestroy.run();
  }
}
