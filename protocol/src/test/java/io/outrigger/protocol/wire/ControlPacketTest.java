package io.outrigger.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Destroy;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The codec of the control channel against golden bytes, and against everything near them. */
class ControlPacketTest {
  private static final Create CREATE = new Create("ipc:///tmp/m", "{\"a\":1}");

  private static final Map<String, ControlPacket> GOLDEN =
      Map.of(
          "CREATE, message channel ipc:///tmp/m, args {\"a\":1}", CREATE,
          "CREATE, args null", new Create("ipc:///tmp/m", "null"),
          "REPLY ok", new Reply(ControlStatus.OK),
          "REPLY connection error", new Reply(ControlStatus.CONNECTION_ERROR),
          "REPLY module creation error", new Reply(ControlStatus.CREATION_ERROR),
          "REPLY detach", new Reply(ControlStatus.DETACH),
          "START", new Start(),
          "DESTROY", new Destroy());

  private static final String WITHOUT_NUL =
      "CREATE whose URI and args lack the NUL (the C gateway accepts it)";

  @TestFactory
  Stream<DynamicTest> everyPacketDecodesToItsPartsAndEncodesToItsBytes() {
    return Vectors.tests(
        "pair",
        "control",
        (vector, bytes) -> {
          String name = vector.get("name").getAsString();
          if (name.equals(WITHOUT_NUL)) {
            assertEquals(new Create("ipc:///tmp/m", "null"), ControlDecoder.decode(bytes));
          } else {
            ControlPacket expected = GOLDEN.get(name);
            assertEquals(expected, ControlDecoder.decode(bytes));
            assertArrayEquals(bytes, ControlEncoder.encode(expected));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyInvalidPacketIsRefusedAndACreateIsKnownAsOne() {
    return Vectors.tests(
        "pair",
        "invalid",
        (vector, bytes) -> {
          WireException refused =
              assertThrows(WireException.class, () -> ControlDecoder.decode(bytes));
          assertEquals(
              vector.get("name").getAsString().startsWith("CREATE"),
              refused instanceof ControlDecoder.CreateException);
        });
  }

  @Test
  void everyTruncationIsRefused() {
    Damage.truncated(
        Vectors.bytes("pair", "control"),
        part -> {
          assertThrows(WireException.class, () -> ControlDecoder.decode(part));
          if (part.length > ControlLayout.BODY_OFFSET) {
            GatewayMessage.putInt(part, ControlLayout.TOTAL_SIZE_OFFSET, part.length);
            assertThrows(WireException.class, () -> ControlDecoder.decode(part));
          }
        });
  }

  /** Nothing but WireException may come out, and what decodes must be a packet again. */
  @Test
  void everyCorruptedByteIsRefusedOrReadsAsAPacket() {
    Damage.corrupted(
        Vectors.bytes("pair", "control"),
        corrupted -> {
          try {
            ControlPacket packet = ControlDecoder.decode(corrupted);
            assertEquals(packet, ControlDecoder.decode(ControlEncoder.encode(packet)));
          } catch (WireException e) {
            assertFalse(e.getMessage().isEmpty());
          }
        });
  }

  @Test
  void randomBytesAfterAHeaderAreRefusedOrReadAsAPacket() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[ControlLayout.URL_SIZE_OFFSET + random.nextInt(64)];
      random.nextBytes(bytes);
      System.arraycopy(ControlEncoder.encode(CREATE), 0, bytes, 0, ControlLayout.URL_SIZE_OFFSET);
      GatewayMessage.putInt(bytes, ControlLayout.TOTAL_SIZE_OFFSET, bytes.length);
      bytes[ControlLayout.TYPE_OFFSET] = (byte) (1 + random.nextInt(4));
      try {
        ControlPacket packet = ControlDecoder.decode(bytes);
        assertEquals(
            packet,
            ControlDecoder.decode(ControlEncoder.encode(packet)),
            () -> "seed " + seed + ": " + HexFormat.of().formatHex(bytes));
      } catch (WireException e) {
        assertFalse(e.getMessage().isEmpty(), "seed " + seed);
      }
    }
  }

  @Test
  void aConfigurationIsReadAsFarAsItsFirstNul() throws WireException {
    byte[] bytes = ControlEncoder.encode(CREATE);
    bytes[bytes.length - 3] = 0;
    assertEquals(
        "{\"a\":", assertInstanceOf(Create.class, ControlDecoder.decode(bytes)).configuration());
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    for (int at : new int[] {ControlLayout.URL_OFFSET, 35}) {
      byte[] bytes = ControlEncoder.encode(CREATE);
      bytes[at] = (byte) 0xFF;
      assertThrows(ControlDecoder.CreateException.class, () -> ControlDecoder.decode(bytes));
    }
  }
}
