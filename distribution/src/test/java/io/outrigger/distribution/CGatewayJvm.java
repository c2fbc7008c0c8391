package io.outrigger.distribution;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.core.IGatewayModule;
import com.microsoft.azure.gateway.messaging.Message;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the C gateway's {@code java} loader does in the JVM that it makes: {@code CLASS.NAME ARGS}.
 * Tells of each message that the module publishes, and destroys the module after the tenth.
 */
final class CGatewayJvm {
  private static final int MESSAGES = 10;

  private CGatewayJvm() {}

  public static void main(String[] arguments) throws Exception {
    Class<?> type = Class.forName(arguments[0].replace('/', '.'));
    IGatewayModule module = (IGatewayModule) type.getDeclaredConstructor().newInstance();
    CountDownLatch published = new CountDownLatch(MESSAGES);
    module.create(1, new TellingBroker(published), arguments[1]);
    module.start();
    boolean enough = published.await(30, TimeUnit.SECONDS);
    module.destroy();
    System.exit(enough ? 0 : 1);
  }

  private static final class TellingBroker extends Broker {
    private final CountDownLatch published;

    TellingBroker(CountDownLatch published) {
      this.published = published;
    }

    @Override
    public int publishMessage(Message message, long address) {
      System.out.println("published " + message.getProperties());
      published.countDown();
      return 0;
    }
  }
}
