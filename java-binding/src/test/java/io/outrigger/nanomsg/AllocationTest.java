package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The paths that the protocols use make no garbage. */
@Timeout(120)
class AllocationTest {
  private static final int MESSAGES = 20_000;

  /** What a lookup or a measurement costs once, spread over the messages. */
  private static final double ALLOWED_BYTES_PER_MESSAGE = 0.5;

  @TempDir Path directory;

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private void allocatesNothing(Runnable passOneMessage) {
    for (int i = 0; i < MESSAGES; i++) {
      passOneMessage.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < MESSAGES; i++) {
      passOneMessage.run();
    }
    double perMessage = (threads.getCurrentThreadAllocatedBytes() - before) / (double) MESSAGES;
    assertTrue(perMessage < ALLOWED_BYTES_PER_MESSAGE, perMessage + " bytes per message");
  }

  @Test
  void aRawRequestAndItsReplyAllocateNothing() {
    String url = Transport.IPC.address(directory);
    byte[] body = new byte[100];
    try (NanoSocket server = NanoSocket.openRaw(Protocol.REP);
        NanoSocket client = NanoSocket.openRaw(Protocol.REQ);
        NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      server.bind(url);
      client.connect(url);
      Connections.await(client, 1);
      allocatesNothing(
          () -> {
            message.allocate(104);
            message.putInt(0, 0x80000001);
            message.put(4, body, 0, 100);
            assertEquals(Outcome.DONE, client.send(message));
            assertEquals(Outcome.DONE, server.receive(message, header));
            message.get(0, body, 0, 100);
            header.word(1);
            assertEquals(Outcome.DONE, server.trySend(message, header));
            assertEquals(Outcome.DONE, client.receive(message, header));
          });
    }
  }

  @Test
  void aPairsMessageAndAnEmptyLookAllocateNothing() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket one = NanoSocket.open(Protocol.PAIR);
        NanoSocket other = NanoSocket.open(Protocol.PAIR);
        NativeMessage message = new NativeMessage()) {
      one.bind(url);
      other.connect(url);
      Connections.await(other, 1);
      allocatesNothing(
          () -> {
            message.allocate(100);
            assertEquals(Outcome.DONE, one.send(message));
            assertEquals(Outcome.DONE, other.receive(message));
            assertEquals(Outcome.WOULD_BLOCK, other.tryReceive(message));
            one.statistic(Statistic.CURRENT_CONNECTIONS);
          });
    }
  }

  @Test
  void aWaitForSeveralAndAWakeUpAllocateNothing() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket one = NanoSocket.open(Protocol.PAIR);
        NanoSocket other = NanoSocket.open(Protocol.PAIR);
        NativeMessage message = new NativeMessage();
        NanoPoller poller = NanoPoller.open()) {
      one.bind(url);
      other.connect(url);
      poller.register(other, Interest.RECEIVE);
      assertEquals(0, poller.poll(Duration.ZERO));
      allocatesNothing(
          () -> {
            assertEquals(Outcome.DONE, one.awaitSendable());
            message.allocate(100);
            assertEquals(Outcome.DONE, one.send(message));
            assertEquals(1, poller.poll(SocketOption.FOREVER));
            assertEquals(Outcome.DONE, other.tryReceive(message));
            poller.wakeUp();
            assertEquals(0, poller.poll(SocketOption.FOREVER));
          });
    }
  }
}
