package io.outrigger.nanomsg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeviceTest {
  @TempDir Path directory;

  private NanoDevice device(Protocol front, String frontUrl, Protocol back, String backUrl) {
    NanoSocket one = NanoSocket.openRaw(front);
    NanoSocket other = NanoSocket.openRaw(back);
    if (front == Protocol.SUB) {
      one.subscribe("");
    }
    one.bind(frontUrl);
    other.bind(backUrl);
    // Idle times must not end it, as they do nn_device.
    one.set(SocketOption.RECEIVE_TIMEOUT, Duration.ofMillis(10));
    other.set(SocketOption.SEND_TIMEOUT, Duration.ofMillis(10));
    return NanoDevice.start(one, other);
  }

  private static void send(NanoSocket socket, String text) {
    assertEquals(Outcome.DONE, socket.send(text.getBytes(UTF_8)));
  }

  private static String receive(NanoSocket socket) {
    return new String(socket.receive().orElseThrow(), UTF_8);
  }

  @Test
  void aReplyFindsItsWayBackThroughTwoDevices() {
    String front = Transport.TCP.address(directory);
    String middle = Transport.IPC.address(directory);
    String back = Transport.IPC.address(directory);
    NanoSocket second = NanoSocket.openRaw(Protocol.REP);
    second.connect(middle);
    NanoSocket last = NanoSocket.openRaw(Protocol.REQ);
    last.bind(back);
    try (NanoDevice one = device(Protocol.REP, front, Protocol.REQ, middle);
        NanoDevice two = NanoDevice.start(second, last);
        NanoSocket client = NanoSocket.open(Protocol.REQ);
        NanoSocket another = NanoSocket.open(Protocol.REQ);
        NanoSocket server = NanoSocket.open(Protocol.REP)) {
      client.connect(front);
      another.connect(front);
      server.connect(back);
      for (int i = 0; i < 20; i++) {
        NanoSocket asking = i % 3 == 0 ? another : client;
        send(asking, "question " + i + " of more than thirty-two bytes");
        assertEquals("question " + i + " of more than thirty-two bytes", receive(server));
        send(server, "answer " + i + " of more than thirty-two bytes");
        assertEquals("answer " + i + " of more than thirty-two bytes", receive(asking));
      }
      assertTrue(one != two);
    }
  }

  @Test
  void aDeviceGoesOneWayWhereItsProtocolsDo() {
    String front = Transport.IPC.address(directory);
    String back = Transport.TCP.address(directory);
    try (NanoDevice device = device(Protocol.SUB, front, Protocol.PUB, back);
        NanoSocket publisher = NanoSocket.open(Protocol.PUB);
        NanoSocket subscriber = NanoSocket.open(Protocol.SUB)) {
      publisher.connect(front);
      subscriber.subscribe("a");
      subscriber.connect(back);
      Connections.await(publisher, 1);
      AtomicReference<byte[]> first = new AtomicReference<>();
      Await.until(
          "the first arrives through " + device,
          () -> {
            send(publisher, "b");
            send(publisher, "a");
            first.set(subscriber.tryReceive().orElse(null));
            return first.get() != null;
          });
      assertEquals("a", new String(first.get(), UTF_8));
    }
  }

  @Test
  void pairsTalkBothWaysAndNothingIsLostWhileTheTargetIsSlow() {
    String front = Transport.IPC.address(directory);
    String back = Transport.IPC.address(directory);
    int count = 2_000;
    try (NanoDevice device = device(Protocol.PAIR, front, Protocol.PAIR, back);
        NanoSocket left = NanoSocket.open(Protocol.PAIR);
        NanoSocket right = NanoSocket.open(Protocol.PAIR)) {
      left.connect(front);
      right.connect(back);
      Connections.await(left, 1);
      Connections.await(right, 1);
      int sent = 0;
      int received = 0;
      byte[] bytes = new byte[1_000];
      while (received < count) {
        if (sent < count && left.trySend(bytes) == Outcome.DONE) {
          sent++;
        } else if (received < sent) {
          assertEquals(1_000, right.receive().orElseThrow().length, device::toString);
          received++;
        }
      }
      send(right, "back");
      assertEquals("back", receive(left));
    }
  }

  @Test
  void aLoopbackSendsToTheOtherNeighbours() {
    String url = Transport.IPC.address(directory);
    NanoSocket hub = NanoSocket.openRaw(Protocol.BUS);
    hub.bind(url);
    try (NanoDevice device = NanoDevice.startLoopback(hub);
        NanoSocket left = NanoSocket.open(Protocol.BUS);
        NanoSocket right = NanoSocket.open(Protocol.BUS)) {
      left.connect(url);
      right.connect(url);
      Connections.await(hub, 2);
      // It may learn of it later, and would send to nobody.
      Connections.await(left, 1);
      send(left, "around");
      assertEquals("around", receive(right));
      assertTrue(left.tryReceive().isEmpty(), device::toString);
    }
  }

  @Test
  void aCloseEndsTheDeviceAndFreesItsAddresses() throws InterruptedException {
    String front = Transport.IPC.address(directory);
    String back = Transport.IPC.address(directory);
    for (int i = 0; i < 20; i++) {
      NanoDevice device = device(Protocol.REP, front, Protocol.REQ, back);
      device.close();
      device.close();
      device.await();
    }
  }

  @Test
  void aDeviceEndsWhenOneOfItsSocketsIsClosed() throws InterruptedException {
    NanoSocket one = NanoSocket.openRaw(Protocol.PULL);
    NanoSocket other = NanoSocket.openRaw(Protocol.PUSH);
    try (NanoDevice device = NanoDevice.start(one, other)) {
      one.close();
      device.await();
      assertTrue(other.isClosed());
    }
  }

  @Test
  void whatCantBeADeviceIsRefusedAndStaysOpen() {
    try (NanoSocket cooked = NanoSocket.open(Protocol.REP);
        NanoSocket raw = NanoSocket.openRaw(Protocol.REP);
        NanoSocket same = NanoSocket.openRaw(Protocol.REP);
        NanoSocket bus = NanoSocket.openRaw(Protocol.BUS)) {
      assertThrows(IllegalArgumentException.class, () -> NanoDevice.start(cooked, raw));
      assertThrows(IllegalArgumentException.class, () -> NanoDevice.start(bus, bus));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> NanoDevice.start(raw, same));
      assertTrue(e.getMessage().endsWith("the second must be a raw REQ"), e.getMessage());
      assertThrows(IllegalArgumentException.class, () -> NanoDevice.startLoopback(raw));
      assertFalse(raw.isClosed());
      assertFalse(bus.isClosed());
    }
  }
}
