package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.io.IOException;

/**
 * Publishes numbered messages as fast as they are taken, on a thread of its own, and notes each
 * that was. Its configuration: {@code journals}, a folder; {@code size} of the messages' content,
 * in bytes.
 */
public final class Source implements GatewayModule {
  public static final String ROLE = "published";

  private Broker broker;
  private Journal journal;
  private int size;
  private Thread thread;
  private volatile boolean ending;

  @Override
  public void create(Broker broker, String configuration) throws IOException {
    this.broker = broker;
    Arguments arguments = new Arguments(configuration);
    size = arguments.number("size");
    journal = Journal.create(arguments.journals(), ROLE);
  }

  @Override
  public void start() {
    thread = new Thread(this::publish, "source");
    thread.start();
  }

  private void publish() {
    try {
      for (long number = 0; !ending; number++) {
        broker.publish(new Numbered(journal.origin(), number).toMessage(size));
        journal.add(journal.origin(), number);
      }
    } catch (PublishException e) {
      if (!ending) {
        throw e;
      }
    }
  }

  @Override
  public void receive(Message message) {
    throw new IllegalStateException("a source receives nothing");
  }

  /** Interrupts what waits for room: that message isn't taken. */
  @Override
  public void destroy() throws InterruptedException {
    ending = true;
    thread.interrupt();
    thread.join();
  }
}
