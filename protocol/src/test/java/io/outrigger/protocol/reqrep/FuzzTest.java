package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.Sessions;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Strangers send both listeners what they shouldn't, while the link works. How long is set by
 * {@code -Doutrigger.fuzz.seconds=}; {@code -Doutrigger.fuzz.seed=} repeats what they send.
 */
@Timeout(600)
class FuzzTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long SECONDS = Long.getLong("outrigger.fuzz.seconds", 2);

  /** What both ends of a connection begin with: "SP", a version, and the kind of socket. */
  private static final byte[] REQ_GREETING = {0, 'S', 'P', 0, 0, 0x30, 0, 0};

  private static final int PACKETS = 20;

  private final long seed = Long.getLong("outrigger.fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final int gatewayPort = Addresses.nextPort();
  private final int hostPort = Addresses.nextPort();

  private ReqRepSettings settings(int port, int remote) {
    return new ReqRepSettings(
        Addresses.tcp(port), Addresses.tcp(remote), 1 << 20, WindowLimits.DEFAULT, SOON);
  }

  @Test
  void whatStrangersSendIsCountedAndChangesNothing() throws Exception {
    Received received = new Received();
    long begin = System.nanoTime();
    try (CapturedLog log = new CapturedLog();
        TestHost host = new TestHost(settings(hostPort, gatewayPort)).run();
        ReqRepGatewaySession link =
            Sessions.open(settings(gatewayPort, hostPort), "fuzz", received)) {
      link.awaitHost(SOON);
      sendPackets(hostPort, packet(PacketType.DESTROY, 0));
      Await.until(host.link::statistics, () -> host.link.statistics().refused() == 1);
      link.create("{}", SOON);
      link.start();
      int rounds = 0;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (System.nanoTime() < end || rounds < 10) {
        attack(hostPort, PacketType.MESSAGE_PUBLISH);
        attack(
            gatewayPort, PacketType.MESSAGE_RECEIVE, PacketType.DESTROY, PacketType.CREATE_REQUEST);
        Sessions.send(link, Numbers.message(rounds++, 100));
      }
      received.numbers.await(rounds);
      assertEquals(Numbers.upTo(rounds), received.numbers.list(), "seed " + seed);
      assertEquals(List.of("create {}", "start"), host.calls, "seed " + seed);
      assertEquals(List.of(), received.events, "seed " + seed);
      int least = rounds;
      Await.until(host.link::statistics, () -> host.link.statistics().refused() > least);
      Await.until(link::statistics, () -> link.statistics().refused() > least);
      assertTrue(link.destroy(SOON));
      // Of each listener one at once, and then one a second.
      long most = 2 * (2 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
      long logged = log.count(" refused ");
      assertTrue(logged > 0 && logged <= most, logged + " lines, of at most " + most);
    }
  }

  private void attack(int port, PacketType... wrongSide) throws IOException {
    sendRaw(port, bytes(random.nextInt(2000)));
    byte[][] packets = new byte[PACKETS][];
    for (int i = 0; i < PACKETS; i++) {
      packets[i] = wrongPacket(wrongSide);
    }
    sendPackets(port, packets);
    ByteArrayOutputStream hostile = new ByteArrayOutputStream();
    hostile.write(REQ_GREETING);
    // A frame that announces as much as it likes.
    hostile.write(ByteBuffer.allocate(8).putLong(0, random.nextLong()).array());
    hostile.write(bytes(random.nextInt(100)));
    sendRaw(port, hostile.toByteArray());
  }

  private byte[] wrongPacket(PacketType[] wrongSide) {
    return switch (random.nextInt(4)) {
      case 0 -> packet(wrongSide[random.nextInt(wrongSide.length)], random.nextInt(50));
      case 1 -> Packet.createReply(random.nextBoolean());
      case 2 -> unsized(random.nextInt(200));
      default -> packet(PacketType.MESSAGE_RECEIVE, random.nextInt(13));
    };
  }

  /** Its header tells another size than it has, or is cut off. */
  private byte[] unsized(int size) {
    byte[] packet = bytes(size);
    if (size >= Packet.DATA_OFFSET) {
      ByteBuffer.wrap(packet).putInt(Packet.SIZE_OFFSET, size + 1 + random.nextInt(1000));
    }
    return packet;
  }

  /** Well sized, with random data: never a gateway message. */
  private byte[] packet(PacketType type, int size) {
    ByteBuffer packet = ByteBuffer.allocate(Packet.DATA_OFFSET + size);
    packet.put((byte) type.code()).putInt(size);
    return packet.put(bytes(size)).array();
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Sends them as requests in SP frames. */
  private void sendPackets(int port, byte[]... packets) throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(framed);
    out.write(REQ_GREETING);
    for (byte[] packet : packets) {
      out.writeLong(Integer.BYTES + packet.length);
      out.writeInt(random.nextInt() | 0x80000000);
      out.write(packet);
    }
    sendRaw(port, framed.toByteArray());
  }

  private static void sendRaw(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(Addresses.localHost(), port)) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      // Until the listener has read it all, or ended the connection.
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).matches("Connection reset.*|Broken pipe.*")) {
        throw e;
      }
    }
  }
}
