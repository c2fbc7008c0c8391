package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("try") // Explicit closes, and what comes after them, are what is tested.
class NativeMessageTest {
  @TempDir Path directory;

  @Test
  void bytesAndNumbersAreWhereTheyWerePut() {
    try (NativeMessage message = new NativeMessage()) {
      message.allocate(10);
      assertEquals(10, message.size());
      message.put(0, (byte) 0xFF);
      message.putInt(1, 0x01020304);
      message.put(5, new byte[] {9, 8, 7, 6, 5, 4}, 1, 5);
      assertEquals((byte) 0xFF, message.get(0));
      assertEquals(0x01020304, message.getInt(1));
      assertEquals(0xFF010203, message.getInt(0));
      assertArrayEquals(new byte[] {-1, 1, 2, 3, 4, 8, 7, 6, 5, 4}, message.toByteArray());
      byte[] target = new byte[4];
      message.get(8, target, 1, 2);
      assertArrayEquals(new byte[] {0, 5, 4, 0}, target);
    }
  }

  @Test
  void aMessageIsMadeOfAPartOfAnArray() {
    try (NativeMessage message = new NativeMessage()) {
      message.allocate(100);
      message.set(new byte[] {1, 2, 3, 4, 5}, 1, 3);
      assertArrayEquals(new byte[] {2, 3, 4}, message.toByteArray());
      message.set(new byte[5], 5, 0);
      assertEquals(0, message.size());
      assertThrows(IndexOutOfBoundsException.class, () -> message.get(0));
      assertThrows(IndexOutOfBoundsException.class, () -> message.set(new byte[5], 3, 3));
      message.set(new byte[] {7}, 0, 1);
      assertThrows(IndexOutOfBoundsException.class, () -> message.set(new byte[5], -1, 3));
      assertArrayEquals(new byte[] {7}, message.toByteArray());
    }
  }

  @Test
  void aMessageOfMoreThanAGibIsReachedFromEndToEnd() {
    try (NativeMessage message = new NativeMessage()) {
      for (int size : new int[] {1 << 30, (1 << 30) + 1, Integer.MAX_VALUE - 64}) {
        message.allocate(size);
        for (int index : new int[] {0, 1 << 29, size - Integer.BYTES}) {
          message.putInt(index, 0x01020304 + index);
          assertEquals(0x01020304 + index, message.getInt(index));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> message.get(size));
      }
    }
  }

  @Test
  void buffersOfEveryKindAreCopied() {
    byte[] content = new byte[1_000];
    new Random(1).nextBytes(content);
    try (NativeMessage message = new NativeMessage()) {
      for (ByteBuffer buffer :
          new ByteBuffer[] {
            ByteBuffer.allocate(1_200), ByteBuffer.allocateDirect(1_200), ByteBuffer.allocate(1_300)
          }) {
        ByteBuffer source = buffer.capacity() == 1_300 ? buffer.position(100).slice() : buffer;
        source.position(7).put(content).flip().position(7);
        ByteBuffer given = buffer.capacity() == 1_300 ? source.asReadOnlyBuffer() : source;
        message.allocate(1_003);
        message.put(2, given);
        assertEquals(0, given.remaining());
        ByteBuffer target = source.clear().position(11).limit(1_011);
        message.get(2, target);
        assertEquals(1_011, target.position());
        byte[] copy = new byte[1_000];
        target.position(11).get(copy);
        assertArrayEquals(content, copy);
      }
    }
  }

  @Test
  void noIndexReachesBeyondTheMessage() {
    byte[] array = new byte[8];
    try (NativeMessage message = new NativeMessage()) {
      message.allocate(8);
      for (Executable call :
          new Executable[] {
            () -> message.get(8),
            () -> message.get(-1),
            () -> message.put(8, (byte) 0),
            () -> message.getInt(5),
            () -> message.putInt(5, 0),
            () -> message.getInt(Integer.MAX_VALUE),
            () -> message.get(1, array, 0, 8),
            () -> message.get(0, array, 1, 8),
            () -> message.put(0, array, 0, -1),
            () -> message.put(1, ByteBuffer.wrap(array)),
            () -> message.get(1, ByteBuffer.allocateDirect(8)),
          }) {
        assertThrows(IndexOutOfBoundsException.class, call);
      }
      message.get(8, array, 8, 0);
      message.put(8, ByteBuffer.allocateDirect(0));
    }
    assertThrows(IllegalArgumentException.class, () -> new NativeMessage().allocate(-1));
  }

  @Test
  void anEmptyMessageIsAMessage() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket sender = NanoSocket.open(Protocol.PUSH);
        NanoSocket receiver = NanoSocket.open(Protocol.PULL);
        NativeMessage message = new NativeMessage()) {
      sender.bind(url);
      receiver.connect(url);
      message.allocate(0);
      assertEquals(Outcome.DONE, sender.send(message));
      assertEquals(Outcome.DONE, receiver.receive(message));
      assertEquals(0, message.size());
      assertEquals(Outcome.DONE, sender.send(message));
    }
  }

  @Test
  void whatWasSentCanNeitherBeReachedNorSentAgain() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket sender = NanoSocket.open(Protocol.PUSH);
        NanoSocket receiver = NanoSocket.open(Protocol.PULL);
        NativeMessage message = new NativeMessage()) {
      sender.bind(url);
      receiver.connect(url);
      message.allocate(100);
      assertEquals(Outcome.DONE, sender.send(message));
      assertEquals(0, message.size());
      assertThrows(IndexOutOfBoundsException.class, () -> message.get(0));
      assertThrows(IndexOutOfBoundsException.class, () -> message.putInt(0, 1));
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> sender.send(message));
      assertTrue(e.getMessage().contains("allocate one or receive into it"), e.getMessage());
      message.close();
      message.close();
    }
  }

  @Test
  void aClosedHandleCanDoNothing() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      NativeMessage message = new NativeMessage();
      message.allocate(100);
      message.close();
      message.close();
      for (Executable call :
          new Executable[] {
            () -> message.allocate(1),
            () -> message.set(new byte[1], 0, 1),
            () -> message.get(0),
            () -> message.putInt(0, 1),
            message::clear,
            () -> socket.trySend(message),
            () -> socket.tryReceive(message),
          }) {
        IllegalStateException e = assertThrows(IllegalStateException.class, call);
        assertTrue(e.getMessage().contains("closed"), e.getMessage());
      }
    }
  }

  @Test
  void twoThreadsCantUseAHandleAtOnce() throws InterruptedException {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR);
        NativeMessage message = new NativeMessage()) {
      message.allocate(100);
      CountDownLatch begun = new CountDownLatch(1);
      AtomicReference<Outcome> outcome = new AtomicReference<>();
      Thread sender =
          new Thread(
              () -> {
                begun.countDown();
                outcome.set(socket.send(message));
              });
      sender.start();
      begun.await();
      Await.until("the send waits", () -> NativeWait.isIn(sender));
      for (Executable call :
          new Executable[] {
            () -> message.get(0),
            () -> message.allocate(1),
            () -> message.set(new byte[1], 0, 1),
            message::clear,
            message::close,
            () -> socket.trySend(message),
            () -> socket.tryReceive(message),
          }) {
        IllegalStateException e = assertThrows(IllegalStateException.class, call);
        assertTrue(e.getMessage().contains("in use by another thread"), e.getMessage());
      }
      socket.close();
      Await.end(sender);
      assertEquals(Outcome.CLOSED, outcome.get());
      assertEquals(100, message.size());
    }
  }

  @Test
  void moreMemoryThanThereIsMakesAnExceptionAndAnEmptyHandle() throws Exception {
    ChildJvm.Result result =
        new ChildJvm(MoreMemoryThanThereIs.class)
            .under("sh", "-c", "ulimit -v 6000000 && exec \"$@\"", "sh")
            .jvm("-Xmx64m", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=64m")
            .run();
    assertEquals("ENOMEM", result.output());
    assertEquals(0, result.exitCode());
  }

  /** Asks for 2 GiB, four times. */
  static final class MoreMemoryThanThereIs {
    public static void main(String[] arguments) {
      NativeMessage[] messages = new NativeMessage[4];
      try {
        for (int i = 0; i < messages.length; i++) {
          messages[i] = new NativeMessage();
          messages[i].allocate(Integer.MAX_VALUE);
        }
        System.out.println("there was enough");
      } catch (NanoException e) {
        System.out.println(e.errno() == Errno.ENOMEM ? "ENOMEM" : e.toString());
      }
    }
  }
}
