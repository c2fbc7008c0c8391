package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain byte[] and ByteBuffer calls. */
@Timeout(120)
class CopiesTest {
  @TempDir Path directory;
  private final NanoSocket sender = NanoSocket.open(Protocol.PUSH);
  private final NanoSocket receiver = NanoSocket.open(Protocol.PULL);

  @BeforeEach
  void connect() {
    String url = Transport.IPC.address(directory);
    receiver.bind(url);
    sender.connect(url);
    Connections.await(sender, 1);
  }

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 1_000, 100_000, 5_000_000})
  void bytesOfEverySizeArrive(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    assertEquals(Outcome.DONE, sender.send(bytes));
    assertArrayEquals(bytes, receiver.receive().orElseThrow());
    ByteBuffer direct = ByteBuffer.allocateDirect(size + 3).put(bytes).flip();
    assertEquals(Outcome.DONE, sender.send(direct));
    assertEquals(0, direct.remaining());
    direct.clear().position(2);
    assertEquals(Outcome.DONE, receiver.receive(direct));
    assertEquals(size + 2, direct.position());
    assertEquals(size + 3, direct.limit());
    assertEquals(ByteBuffer.wrap(bytes), direct.flip().position(2));
  }

  @Test
  void aBufferWithoutRoomSaysSoAndTheNextMessageArrives() {
    ByteBuffer small = ByteBuffer.allocate(2);
    sender.send(new byte[3]);
    sender.send(new byte[] {5, 6});
    NanoException e = assertThrows(NanoException.class, () -> receiver.receive(small));
    assertEquals(Errno.EMSGSIZE, e.errno());
    assertTrue(e.getMessage().contains("3 bytes into a buffer with room for 2"), e.getMessage());
    assertEquals(0, small.position());
    assertEquals(2, small.limit());
    assertEquals(Outcome.DONE, receiver.receive(small));
    assertEquals(ByteBuffer.wrap(new byte[] {5, 6}), small.flip());
  }

  @Test
  void whatIsNotSentStaysInTheBuffer() {
    try (NanoSocket alone = NanoSocket.open(Protocol.PUSH)) {
      ByteBuffer bytes = ByteBuffer.wrap(new byte[10]).position(4);
      assertEquals(Outcome.WOULD_BLOCK, alone.trySend(bytes));
      assertEquals(4, bytes.position());
      assertEquals(Outcome.WOULD_BLOCK, alone.trySend(new byte[1]));
    }
  }

  @Test
  void nothingIsEmpty() {
    assertEquals(Optional.empty(), receiver.tryReceive());
    assertEquals(Outcome.WOULD_BLOCK, receiver.tryReceive(ByteBuffer.allocate(1)));
    Thread.currentThread().interrupt();
    assertEquals(Optional.empty(), receiver.receive());
    assertTrue(Thread.interrupted());
    receiver.close();
    assertEquals(Optional.empty(), receiver.receive());
    assertEquals(Outcome.CLOSED, receiver.receive(ByteBuffer.allocate(1)));
  }
}
