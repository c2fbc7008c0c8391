package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw sockets of each protocol, and what their headers are. REQ and REP: {@link ReqRepTest}. */
@Timeout(120)
class RawTest {
  private static final int SURVEY_ID = 0x80000123;

  @TempDir Path directory;

  private final SpHeader header = new SpHeader();

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"PAIR", "PUB", "PUSH"})
  void protocolsWithoutHeadersHaveNoneWhenRaw(Protocol protocol) {
    String url = Transport.TCP.address(directory);
    try (NanoSocket sender = NanoSocket.openRaw(protocol);
        NanoSocket receiver = NanoSocket.openRaw(protocol.counterpart());
        NativeMessage message = new NativeMessage()) {
      assertTrue(sender.isRaw());
      if (receiver.protocol() == Protocol.SUB) {
        receiver.subscribe("");
      }
      sender.bind(url);
      receiver.connect(url);
      Connections.await(sender, 1);
      assertEquals(Outcome.DONE, sender.send(new byte[] {4, 5, 6}));
      header.append(99);
      assertEquals(Outcome.DONE, receiver.receive(message, header));
      assertEquals(0, header.words());
      assertArrayEquals(new byte[] {4, 5, 6}, message.toByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aRawSurveyIsAnsweredByItsId(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket surveyor = NanoSocket.openRaw(Protocol.SURVEYOR);
        NanoSocket respondent = NanoSocket.openRaw(Protocol.RESPONDENT);
        NativeMessage message = new NativeMessage()) {
      surveyor.bind(url);
      respondent.connect(url);
      Connections.await(surveyor, 1);
      header.append(SURVEY_ID);
      message.allocate(40);
      assertEquals(Outcome.DONE, surveyor.send(message, header));
      assertEquals(Outcome.DONE, respondent.receive(message, header));
      assertEquals(2, header.words());
      assertEquals(SURVEY_ID, header.word(1));
      assertEquals(40, message.size());
      assertEquals(Outcome.DONE, respondent.send(message, header));
      assertEquals(Outcome.DONE, surveyor.receive(message, header));
      assertEquals(1, header.words());
      assertEquals(SURVEY_ID, header.word(0));
      assertEquals(40, message.size());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aRawBusMessageIsNotSentBackWhereItsHeaderNames(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket center = NanoSocket.openRaw(Protocol.BUS);
        NanoSocket left = NanoSocket.open(Protocol.BUS);
        NanoSocket right = NanoSocket.open(Protocol.BUS);
        NativeMessage message = new NativeMessage()) {
      center.bind(url);
      left.connect(url);
      right.connect(url);
      Connections.await(center, 2);
      // It may learn of it later, and would send to nobody.
      Connections.await(left, 1);
      assertEquals(Outcome.DONE, left.send(new byte[] {1}));
      assertEquals(Outcome.DONE, center.receive(message, header));
      assertEquals(2, header.words());
      assertEquals(Outcome.DONE, center.send(message, header));
      assertArrayEquals(new byte[] {1}, right.receive().orElseThrow());
      assertEquals(Outcome.DONE, center.send(new byte[] {2}));
      assertArrayEquals(new byte[] {2}, left.receive().orElseThrow());
      assertArrayEquals(new byte[] {2}, right.receive().orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"REP", "RESPONDENT"})
  void anAnswerWithoutItsHeaderIsRefusedRatherThanLost(Protocol protocol) {
    try (NanoSocket socket = NanoSocket.openRaw(protocol);
        NativeMessage message = new NativeMessage()) {
      message.allocate(1);
      assertThrows(IllegalArgumentException.class, () -> socket.send(message));
      assertThrows(IllegalArgumentException.class, () -> socket.send(message, header));
      assertEquals(1, message.size());
    }
  }
}
