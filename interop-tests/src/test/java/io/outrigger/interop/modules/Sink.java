package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.io.IOException;

/** Notes each message that it handles. Its configuration: {@code journals}, a folder. */
public final class Sink implements GatewayModule {
  public static final String ROLE = "handled";

  private Journal journal;

  @Override
  public void create(Broker broker, String configuration) throws IOException {
    journal = Journal.create(new Arguments(configuration).journals(), ROLE);
  }

  @Override
  public void receive(Message message) {
    Numbered numbered = Numbered.of(message);
    journal.add(numbered.origin(), numbered.number());
  }
}
