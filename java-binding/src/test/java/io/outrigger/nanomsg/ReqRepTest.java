package io.outrigger.nanomsg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ReqRepTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aCookedRequestGetsItsReply(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket server = NanoSocket.open(Protocol.REP);
        NanoSocket client = NanoSocket.open(Protocol.REQ)) {
      server.bind(url);
      client.connect(url);
      assertEquals(Outcome.DONE, client.send("how are you?".getBytes(UTF_8)));
      assertEquals("how are you?", new String(server.receive().orElseThrow(), UTF_8));
      assertEquals(Outcome.DONE, server.send("fine".getBytes(UTF_8)));
      assertEquals("fine", new String(client.receive().orElseThrow(), UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void rawRequestsArePipelinedAndTheirRepliesCarryTheirIds(Transport transport) {
    String url = transport.address(directory);
    int count = 1_000;
    try (NanoSocket server = NanoSocket.openRaw(Protocol.REP);
        NanoSocket client = NanoSocket.openRaw(Protocol.REQ);
        NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      server.bind(url);
      client.connect(url);
      Connections.await(client, 1);
      for (int round = 0; round < count; round++) {
        message.allocate(8);
        message.putInt(0, round | 0x80000000);
        message.putInt(4, round * 3);
        assertEquals(Outcome.DONE, client.send(message));
        assertEquals(Outcome.DONE, server.receive(message, header));
        assertEquals(2, header.words());
        assertEquals(round | 0x80000000, header.word(1));
        assertEquals(4, message.size());
        assertEquals(round * 3, message.getInt(0));
        assertEquals(Outcome.DONE, server.send(message, header));
        assertEquals(Outcome.DONE, client.receive(message, header));
        assertEquals(1, header.words());
        assertEquals(round | 0x80000000, header.word(0));
        assertEquals(round * 3, message.getInt(0));
      }
      assertEquals(count, client.statistic(Statistic.MESSAGES_SENT));
      assertEquals(8L * count, client.statistic(Statistic.BYTES_SENT));
      assertEquals(4L * count, client.statistic(Statistic.BYTES_RECEIVED));
    }
  }

  @Test
  void aHeaderOfItsOwnSendsARawRequestAsAnIdInTheBodyDoes() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket server = NanoSocket.open(Protocol.REP);
        NanoSocket client = NanoSocket.openRaw(Protocol.REQ);
        NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      server.bind(url);
      client.connect(url);
      header.append(0x80000007);
      message.allocate(3);
      message.put(0, new byte[] {1, 2, 3}, 0, 3);
      assertEquals(Outcome.DONE, client.send(message, header));
      assertArrayEquals(new byte[] {1, 2, 3}, server.receive().orElseThrow());
      assertEquals(Outcome.DONE, server.send(new byte[0]));
      assertEquals(Outcome.DONE, client.receive(message, header));
      assertEquals(0, message.size());
      assertEquals(1, header.words());
      assertEquals(0x80000007, header.word(0));
    }
  }

  @Test
  void anUnaskedReplyIsRefusedWithWhatToDo() {
    try (NanoSocket server = NanoSocket.open(Protocol.REP)) {
      NanoException e = assertThrows(NanoException.class, () -> server.send(new byte[1]));
      assertEquals(Errno.EFSM, e.errno());
      assertTrue(e.getMessage().contains("receives before it sends"), e.getMessage());
    }
  }
}
