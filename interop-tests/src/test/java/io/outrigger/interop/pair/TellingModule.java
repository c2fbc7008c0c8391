package io.outrigger.interop.pair;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes each message again and tells on standard output what is done to it. Its configuration
 * may have it refuse to be created, take {@code until} a file is there, or {@code repeat} what it
 * publishes for as long as its process lives.
 */
public final class TellingModule implements GatewayModule {
  private static final String UNTIL = "until ";
  private static final long PAUSE_NANOS = 1_000_000;

  private Broker broker;
  private boolean repeats;

  @Override
  public void create(Broker broker, String configuration) throws Exception {
    tell("created with " + configuration);
    if (configuration.contains("refuse")) {
      throw new IllegalStateException("as it was told");
    }
    if (configuration.contains(UNTIL)) {
      int begin = configuration.indexOf(UNTIL) + UNTIL.length();
      Path file = Path.of(configuration.substring(begin, configuration.lastIndexOf('"')));
      while (!Files.exists(file)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    this.broker = broker;
    repeats = configuration.contains("repeat");
  }

  @Override
  public void start() {
    tell("started");
  }

  @Override
  public void receive(Message message) {
    try {
      do {
        broker.publish(message);
      } while (repeats);
    } catch (PublishException e) {
      tell("not published: " + e.getMessage());
    }
  }

  @Override
  public void destroy() {
    tell("destroyed");
  }

  private static void tell(String what) {
    System.out.println("module " + what);
    System.out.flush();
  }
}
