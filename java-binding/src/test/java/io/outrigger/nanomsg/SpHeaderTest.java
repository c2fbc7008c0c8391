package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpHeaderTest {
  @TempDir Path directory;

  @Test
  void wordsAreReadInTheOrderInWhichTheyWereAppended() {
    try (SpHeader header = new SpHeader()) {
      header.append(1);
      header.append(0x80000002);
      assertEquals(2, header.words());
      assertEquals(1, header.word(0));
      assertEquals(0x80000002, header.word(1));
      assertThrows(IndexOutOfBoundsException.class, () -> header.word(2));
      header.clear();
      assertEquals(0, header.words());
      assertThrows(IndexOutOfBoundsException.class, () -> header.word(0));
    }
  }

  @Test
  void aHeaderHasRoomForEveryHopThatAMessageMayMake() throws Exception {
    int hops = 255;
    String url = Transport.TCP.address(directory);
    try (NanoSocket server = NanoSocket.openRaw(Protocol.REP);
        NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader();
        SocketChannel client = SocketChannel.open()) {
      server.set(SocketOption.MAX_HOPS, new Hops(hops));
      server.bind(url);
      client.connect(AbortCases.socketAddress(url));
      // A request as it comes out of a row of devices: each has put a word before the id.
      ByteBuffer request = ByteBuffer.allocate(8 + 8 + 4 * hops + 3);
      request.put(new byte[] {0, 'S', 'P', 0, 0, (byte) Protocol.REQ.number(), 0, 0});
      request.putLong(4L * hops + 3);
      for (int i = 1; i < hops; i++) {
        request.putInt(i);
      }
      request.putInt(0x80000000).put(new byte[3]).flip();
      client.write(request);
      assertEquals(Outcome.DONE, server.receive(message, header));
      assertEquals(hops + 1, header.words());
      assertEquals(1, header.word(1));
      assertEquals(hops - 1, header.word(hops - 1));
      assertEquals(0x80000000, header.word(hops));
      assertEquals(3, message.size());
      assertEquals(Outcome.DONE, server.send(message, header));
      assertThrows(IllegalStateException.class, () -> header.append(1));
    }
  }

  @Test
  void aClosedHeaderCantBeSentOrReceivedInto() {
    try (NanoSocket socket = NanoSocket.openRaw(Protocol.REQ);
        NativeMessage message = new NativeMessage()) {
      SpHeader header = new SpHeader();
      header.append(1);
      header.close();
      header.close();
      message.allocate(1);
      assertThrows(IllegalStateException.class, () -> socket.trySend(message, header));
      assertEquals(1, message.size());
      assertThrows(IllegalStateException.class, () -> socket.tryReceive(message, header));
    }
  }
}
