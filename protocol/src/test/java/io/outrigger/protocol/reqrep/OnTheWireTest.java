package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.outrigger.protocol.socket.Connection;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.Vectors;
import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The golden bytes of requests and answers with an identity, on a bare tcp connection. */
@Timeout(60)
class OnTheWireTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final byte[] REQ_GREETING = {0, 'S', 'P', 0, 0, 0x30, 0, 0};
  private static final byte[] REP_GREETING = {0, 'S', 'P', 0, 0, 0x31, 0, 0};
  private static final Identity IDENTITY = new Identity(0x0001020304050607L, 0x08090A0B0C0D0E0FL);
  private static final int FIRST_ID = RequestId.of(0);
  private static final int ID = RequestId.of(1);

  private final List<byte[]> golden = Vectors.bytes("reqrep", "on_the_wire").toList();
  private final byte[] destroy = golden.get(1);
  private final byte[] answer = golden.get(2);

  @Test
  void aRequestHasTheGoldenBytesAndOnlyItsOwnAnswerIsRead() throws Exception {
    int port = Addresses.nextPort();
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(Addresses.localHost(), port));
      try (RequestSocket socket =
              new RequestSocket(Addresses.tcp(port), PacketType.MESSAGE_RECEIVE, IDENTITY);
          Socket peer = server.accept();
          AnswerReader answers = new AnswerReader(socket, IDENTITY)) {
        peer.getOutputStream().write(REP_GREETING);
        assertArrayEquals(REQ_GREETING, peer.getInputStream().readNBytes(REQ_GREETING.length));
        Await.until(
            "no peer", () -> socket.check(System.nanoTime()) == Connection.Change.CONNECTED);
        socket.trySend(ID, ID, Packet.destroy());
        assertArrayEquals(destroy, readFrame(peer));

        byte[] foreign = answer.clone();
        foreign[7]++;
        writeFrame(peer, foreign);
        writeFrame(peer, new byte[0]);
        writeFrame(peer, new byte[] {0, 1, 2, 3});
        writeFrame(peer, ByteBuffer.allocate(answer.length).put(answer, 0, 12).array());
        writeFrame(peer, answer);
        writeFrame(peer, append(answer, Packet.hello(IDENTITY)));
        writeFrame(peer, append(answer, Packet.createReply(false)));
        writeFrame(peer, append(answer, new byte[] {6, 0, 0, 0, 0}));
        assertEquals(List.of(Answer.EMPTY, Answer.HELLO), List.of(next(answers), next(answers)));
        assertEquals(IDENTITY.words(), answers.answerer());
        assertEquals(List.of(Answer.REFUSED, Answer.OTHER), List.of(next(answers), next(answers)));
        assertEquals(0, answers.answerer());
        assertFalse(answers.next());
      }
    }
  }

  private static Answer next(AnswerReader answers) {
    Await.until("no answer", answers::next);
    assertEquals(ID, answers.id());
    return answers.answer();
  }

  @Test
  void aHostAnswersTheGoldenRequestWithTheGoldenBytes() throws Exception {
    int port = Addresses.nextPort();
    ReqRepSettings settings =
        new ReqRepSettings(
            Addresses.tcp(port), Addresses.tcp(), 1 << 20, WindowLimits.DEFAULT, SOON);
    try (TestHost host = new TestHost(settings).run();
        Socket peer = connect(port)) {
      byte[] createRoute = createRoute(IDENTITY);
      writeFrame(peer, append(createRoute, Packet.createRequest("{}")));
      byte[] hello = readFrame(peer);
      byte[] before = createRoute.clone();
      ByteBuffer.wrap(before).putInt(12, RequestId.plus(FIRST_ID, -1));
      assertArrayEquals(before, ByteBuffer.allocate(16).put(hello, 0, 16).array());
      byte[] packet = new byte[hello.length - 16];
      System.arraycopy(hello, 16, packet, 0, packet.length);
      Identity hostIdentity = Packet.decodeHello(packet);
      assertArrayEquals(append(createRoute, Packet.createReply(true)), readFrame(peer));
      // A reply to a malformed route doesn't come, and nothing else changes.
      writeFrame(peer, append(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 1}, Packet.destroy()));
      writeFrame(peer, destroy);
      byte[] greeting = append(route(ID), Packet.hello(hostIdentity));
      ByteBuffer.wrap(greeting).putInt(12, FIRST_ID);
      assertArrayEquals(greeting, readFrame(peer));
      assertArrayEquals(answer, readFrame(peer));
      assertEquals(List.of("create {}", "start", "destroy"), host.calls);
    }
  }

  @Test
  void whatIsLateOfAGatewayThatAnotherOneHasFollowedChangesNothing() throws Exception {
    int port = Addresses.nextPort();
    ReqRepSettings settings =
        new ReqRepSettings(
            Addresses.tcp(port), Addresses.tcp(), 1 << 20, WindowLimits.DEFAULT, SOON);
    try (TestHost host = new TestHost(settings).run();
        Socket old = connect(port)) {
      byte[] create = append(createRoute(IDENTITY), Packet.createRequest("{}"));
      writeFrame(old, create);
      readFrame(old);
      readFrame(old);
      try (Socket next = connect(port)) {
        Identity another = new Identity(IDENTITY.words() + 1, 0);
        writeFrame(next, append(createRoute(another), Packet.createRequest("[]")));
        readFrame(next);
        readFrame(next);
        writeFrame(old, create);
        writeFrame(old, destroy);
        // Its answer shows that all of it was handled.
        byte[] greeting = append(route(ID), Packet.hello(another));
        assertEquals(greeting.length, readFrame(old).length);
        assertArrayEquals(answer, readFrame(old));
        assertEquals(List.of("create {}", "start", "destroy", "create []", "start"), host.calls);
        // The old one comes back: it has started over, as it were.
        try (Socket again = connect(port)) {
          writeFrame(again, create);
          readFrame(again);
          readFrame(again);
          Await.until(host.calls::toString, () -> host.calls.size() == 8);
          assertEquals(List.of("destroy", "create {}", "start"), host.calls.subList(5, 8));
        }
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket peer = new Socket(Addresses.localHost(), port);
    peer.getOutputStream().write(REQ_GREETING);
    peer.getInputStream().readNBytes(REP_GREETING.length);
    return peer;
  }

  /** Of CREATE_REQUEST: the identity, the id behind its own as base, and its own id. */
  private static byte[] createRoute(Identity identity) {
    ByteBuffer route = ByteBuffer.allocate(16).putLong(identity.words());
    return route.putInt(ID & Integer.MAX_VALUE).putInt(FIRST_ID).array();
  }

  /** The identity, an id as base, and that id. */
  private static byte[] route(int id) {
    ByteBuffer route = ByteBuffer.allocate(16).putLong(IDENTITY.words());
    return route.putInt(id & Integer.MAX_VALUE).putInt(id).array();
  }

  private static byte[] append(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static void writeFrame(Socket peer, byte[] body) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frame);
    out.writeLong(body.length);
    out.write(body);
    peer.getOutputStream().write(frame.toByteArray());
  }

  private static byte[] readFrame(Socket peer) throws IOException {
    DataInputStream in = new DataInputStream(peer.getInputStream());
    return in.readNBytes((int) in.readLong());
  }
}
