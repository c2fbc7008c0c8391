package io.outrigger.runtime.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.core.GatewayModule;
import com.microsoft.azure.gateway.core.IGatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Modules of both styles, compiled against the API as it was published. */
class AzureModuleTest {
  private static final Map<String, String> PROPERTIES = Map.of("source", "sensör");
  private static final byte[] CONTENT = {0, (byte) 0xFF, 1};

  /** The simplest style. */
  public static class Plain implements IGatewayModule {
    static final List<String> CALLS = new ArrayList<>();
    private long address;
    private Broker broker;

    @Override
    public void create(long address, Broker broker, String configuration) {
      this.address = address;
      this.broker = broker;
      CALLS.add("create " + configuration);
    }

    @Override
    public void start() {
      CALLS.add("start");
    }

    @Override
    public void receive(byte[] source) {
      try {
        int result =
            broker.publishMessage(
                new com.microsoft.azure.gateway.messaging.Message(source), address);
        CALLS.add("published: " + result);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void destroy() {
      CALLS.add("destroy");
    }
  }

  /** The style with a base class, whose constructor takes everything. */
  public static class Derived extends GatewayModule {
    static final List<String> CALLS = new ArrayList<>();

    public Derived(long address, Broker broker, String configuration) {
      super(address, broker, configuration);
      CALLS.add("constructed with " + getConfiguration());
    }

    @Override
    public void receive(com.microsoft.azure.gateway.messaging.Message message) {
      try {
        CALLS.add("published: " + publish(message));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void destroy() {
      CALLS.add("destroy");
    }
  }

  static class Refusing extends Plain {
    @Override
    public void create(long address, Broker broker, String configuration) {
      throw new IllegalStateException("no sensor");
    }
  }

  static class RefusingInConstructor extends Derived {
    RefusingInConstructor(long address, Broker broker, String configuration) throws IOException {
      super(address, broker, configuration);
      throw new IOException("no sensor");
    }
  }

  /** Neither constructor that a gateway could use. */
  public static class Closed extends Plain {
    public Closed(String name) {}
  }

  private static List<Message> live(Class<?> type) throws Exception {
    List<Message> published = new ArrayList<>();
    AzureModule module = AzureModule.of(type);
    module.create(published::add, "{\"a\":1}");
    module.start();
    module.receive(Message.of(PROPERTIES, CONTENT));
    module.destroy();
    return published;
  }

  @Test
  void moduleThatImplementsTheInterfaceRuns() throws Exception {
    Plain.CALLS.clear();
    assertEquals(List.of(Message.of(PROPERTIES, CONTENT)), live(Plain.class));
    assertEquals(List.of("create {\"a\":1}", "start", "published: 0", "destroy"), Plain.CALLS);
  }

  @Test
  void moduleThatExtendsTheClassRuns() throws Exception {
    Derived.CALLS.clear();
    List<Message> published = live(Derived.class);
    assertEquals(List.of(Message.of(PROPERTIES, CONTENT)), published);
    assertArrayEquals(CONTENT, published.get(0).content());
    assertEquals(List.of("constructed with {\"a\":1}", "published: 0", "destroy"), Derived.CALLS);
  }

  @Test
  void refusedMessageIsAResultAndNoException() throws Exception {
    Plain.CALLS.clear();
    AzureModule module = AzureModule.of(Plain.class);
    module.create(
        message -> {
          throw new PublishException("too much");
        },
        "null");
    module.receive(Message.of(CONTENT));
    assertEquals(List.of("create null", "published: 1"), Plain.CALLS);
  }

  @Test
  void messageWithNulInPropertyIsRefused() throws Exception {
    List<Message> published = new ArrayList<>();
    AzureBroker broker = new AzureBroker(published::add, "module");
    var message =
        new com.microsoft.azure.gateway.messaging.Message(CONTENT, Map.of("key", "a\0b\0c"));
    assertEquals(1, broker.publishMessage(message, 1));
    assertTrue(published.isEmpty());
  }

  @Test
  void whatCreateThrowsComesOutAsItIs() {
    AzureModule module = AzureModule.of(Refusing.class);
    assertThrows(IllegalStateException.class, () -> module.create(message -> {}, "null"));
    AzureModule other = AzureModule.of(RefusingInConstructor.class);
    IOException refused =
        assertThrows(IOException.class, () -> other.create(message -> {}, "null"));
    assertEquals("no sensor", refused.getMessage());
  }

  @Test
  void onlyClassesOfTheApiAreOnes() {
    assertTrue(AzureModule.isOne(Plain.class));
    assertTrue(AzureModule.isOne(Derived.class));
    assertFalse(AzureModule.isOne(AzureModule.class));
  }

  @Test
  void classThatCannotBeMadeHasAProblem() {
    assertTrue(AzureModule.problem(Plain.class).isEmpty());
    assertTrue(AzureModule.problem(Derived.class).isEmpty());
    assertTrue(AzureModule.problem(GatewayModule.class).isPresent(), "it is abstract");
    String problem = AzureModule.problem(Closed.class).orElseThrow();
    assertTrue(problem.contains("(long, Broker, String)"), problem);
  }
}
