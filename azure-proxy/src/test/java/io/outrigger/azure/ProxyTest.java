package io.outrigger.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.gateway.core.IGatewayModule;
import com.microsoft.azure.gateway.messaging.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as the C gateway's {@code java} loader would use it, with a host of ours behind it. */
@Timeout(60)
class ProxyTest {
  @TempDir Path folder;
  private final RecordingBroker broker = new RecordingBroker();

  private String args(String more) {
    return """
        {"listen.url": "ipc://%s/gateway", "remote.url": "ipc://%s/host"%s}"""
        .formatted(folder, folder, more);
  }

  private static byte[] message(int number) throws IOException {
    return new Message(new byte[] {(byte) number}, Map.of("n", Integer.toString(number)))
        .toByteArray();
  }

  @Test
  void itCarriesMessagesBothWaysFromCreateToDestroy() throws Exception {
    try (EchoHost host = EchoHost.start(folder)) {
      IGatewayModule proxy = new Proxy();
      proxy.create(4711, broker, args(", \"module.configuration\": {\"a\": 1}"));
      proxy.start();
      for (int i = 0; i < 1000; i++) {
        proxy.receive(message(i));
      }
      for (int i = 0; i < 1000; i++) {
        Message published = broker.next();
        assertEquals(Map.of("n", Integer.toString(i)), published.getProperties());
        assertEquals((byte) i, published.getContent()[0]);
      }
      assertEquals(4711, broker.address(), "the address that create gave");
      proxy.destroy();
      assertEquals("create {\"a\":1}, start, destroy", host.calls());
    }
  }

  @Test
  void whatTheGatewayRefusesIsLoggedAndTheNextOneGoesOn() throws Exception {
    try (EchoHost host = EchoHost.start(folder)) {
      IGatewayModule proxy = new Proxy();
      proxy.create(1, broker, args(""));
      proxy.start();
      broker.refuseOnce();
      proxy.receive(message(1));
      proxy.receive(message(2));
      assertEquals("2", broker.next().getProperties().get("n"));
      proxy.destroy();
      assertEquals("create null, start, destroy", host.calls());
    }
  }

  @Test
  void bytesThatAreNoMessageHarmNothing() throws Exception {
    try (EchoHost host = EchoHost.start(folder)) {
      IGatewayModule proxy = new Proxy();
      proxy.create(1, broker, args(""));
      proxy.start();
      proxy.receive(new byte[] {1, 2, 3});
      proxy.receive(message(3));
      assertEquals("3", broker.next().getProperties().get("n"));
      proxy.destroy();
      assertEquals("create null, start, destroy", host.calls());
    }
  }

  @Test
  void wrongArgsAreToldAllAtOnce() {
    Proxy proxy = new Proxy();
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> proxy.create(1, broker, "{\"listen.url\": \"udp://a\", \"module.class\": 1}"));
    assertTrue(wrong.getMessage().contains("udp://a"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("remote.url"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("module.class"), wrong.getMessage());
  }

  @Test
  void hostThatDoesNotComeEndsTheCreate() {
    Proxy proxy = new Proxy();
    IllegalStateException alone =
        assertThrows(
            IllegalStateException.class,
            () -> proxy.create(1, broker, args(", \"create.timeout.ms\": 100")));
    assertTrue(alone.getMessage().contains("ipc://" + folder + "/host"), alone.getMessage());
  }
}
