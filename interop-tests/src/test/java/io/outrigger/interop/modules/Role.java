package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The module of the contract, in a host: it publishes each message that it receives, and does what
 * its {@code role} says besides. The module in C has the same roles.
 *
 * <ul>
 *   <li>{@code echo}: nothing
 *   <li>{@code refuse}: its create fails
 *   <li>{@code slow}: takes a millisecond for each message
 *   <li>{@code throw}: throws instead, if the content begins with an exclamation mark
 *   <li>{@code source}: a thread publishes from its start on 20,000 messages with the content
 *       {@code THREAD NUMBER}
 *   <li>{@code publishers}: four threads do so, with 5,000 messages each
 *   <li>{@code sink}: publishes nothing, but when asked {@code ?} how many messages came before,
 *       and whether they were numbered from 0 on
 *   <li>{@code size}: publishes a content of as many bytes as the content says, or {@code refused}
 *       when it isn't let
 * </ul>
 *
 * It appends its calls to the file {@code record}, a line each, but for the receives.
 */
public final class Role implements GatewayModule {
  /** How many messages come from a source, or from all publishers. */
  public static final int PUBLISHED = 20_000;

  /** How many publishers there are. */
  public static final int THREADS = 4;

  private static final long SLOW_NANOS = 1_000_000;

  private final List<Thread> publishers = new ArrayList<>();
  private Broker broker;
  private String role;
  private Path record;
  private int taken;
  private boolean inOrder = true;

  @Override
  public void create(Broker broker, String configuration) throws IOException {
    this.broker = broker;
    Arguments arguments = new Arguments(configuration);
    role = arguments.text("role");
    record = Path.of(arguments.text("record"));
    record("create " + configuration);
    if (role.equals("refuse")) {
      throw new IllegalArgumentException("this one refuses, as it was told");
    }
  }

  private void record(String call) throws IOException {
    try (OutputStream file = new FileOutputStream(record.toFile(), true)) {
      file.write((call + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void start() throws IOException {
    record("start");
    if (role.equals("source")) {
      addPublishers(1);
    } else if (role.equals("publishers")) {
      addPublishers(THREADS);
    }
    publishers.forEach(Thread::start);
  }

  private void addPublishers(int count) {
    for (int thread = 0; thread < count; thread++) {
      String name = "" + thread;
      publishers.add(new Thread(() -> publishAll(name, PUBLISHED / count), name));
    }
  }

  private void publishAll(String thread, int count) {
    for (int number = 0; number < count; number++) {
      broker.publish(text(thread + " " + number));
    }
  }

  private static Message text(String content) {
    return Message.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Message message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  @Override
  public void receive(Message message) {
    switch (role) {
      case "size" -> publishOfSize(Integer.parseInt(text(message)));
      case "sink" -> take(text(message));
      case "throw" -> {
        if (message.contentSize() > 0 && message.content()[0] == '!') {
          throw new IllegalStateException("as it was told");
        }
        broker.publish(message);
      }
      case "slow" -> {
        LockSupport.parkNanos(SLOW_NANOS);
        broker.publish(message);
      }
      default -> broker.publish(message);
    }
  }

  private void take(String content) {
    if (content.equals("?")) {
      broker.publish(text(taken + (inOrder ? " in order" : " out of order")));
      return;
    }
    inOrder &= content.equals("" + taken);
    taken++;
  }

  private void publishOfSize(int size) {
    try {
      broker.publish(Message.of(new byte[size]));
    } catch (PublishException e) {
      broker.publish(text("refused"));
    }
  }

  @Override
  public void destroy() throws IOException, InterruptedException {
    for (Thread publisher : publishers) {
      publisher.interrupt();
      publisher.join();
    }
    record("destroy");
  }
}
