package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.io.IOException;

/**
 * A {@link Sink} that answers each message with a numbered one of its own, on the thread that
 * brought it, and notes that too. Its configuration is that of a {@link Duplex}.
 */
public final class Answering implements GatewayModule {
  private final Sink sink = new Sink();
  private Broker broker;
  private Journal journal;
  private int size;
  private long number;

  @Override
  public void create(Broker broker, String configuration) throws IOException {
    this.broker = broker;
    sink.create(broker, configuration);
    Arguments arguments = new Arguments(configuration);
    size = arguments.number("size");
    journal = Journal.create(arguments.journals(), Source.ROLE);
  }

  @Override
  public void receive(Message message) {
    sink.receive(message);
    broker.publish(new Numbered(journal.origin(), number).toMessage(size));
    journal.add(journal.origin(), number++);
  }
}
