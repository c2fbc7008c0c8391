package io.outrigger.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.outrigger.module.Message;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The codecs against golden bytes, and against everything near them. */
class VectorsTest {
  /** Of the HELLOs. */
  private static final Identity IDENTITY = new Identity(0x0001020304050607L, 0x08090A0B0C0D0E0FL);

  private static Message decode(byte[] bytes) throws WireException {
    return MessageDecoder.decode(bytes, 0, bytes.length);
  }

  static byte[] encode(Message message) {
    byte[] bytes = new byte[Math.toIntExact(MessageEncoder.sizeOf(message))];
    int size =
        new MessageEncoder()
            .encode(message, (i, from, at, n) -> System.arraycopy(from, at, bytes, i, n), 0);
    assertEquals(bytes.length, size);
    return bytes;
  }

  private static Map<String, String> properties(JsonObject vector) {
    Map<String, String> map = new LinkedHashMap<>();
    for (JsonElement pair : vector.getAsJsonArray("properties")) {
      map.put(
          pair.getAsJsonArray().get(0).getAsString(), pair.getAsJsonArray().get(1).getAsString());
    }
    return map;
  }

  /** Decodes a whole packet, as a listener or a sender would. */
  private static void decodePacket(byte[] bytes) throws WireException {
    PacketType type = Packet.checkHeader(bytes, bytes.length);
    byte[] data = Arrays.copyOfRange(bytes, Packet.DATA_OFFSET, bytes.length);
    switch (type) {
      case CREATE_REQUEST -> Packet.decodeCreateRequest(data);
      case CREATE_REPLY -> Packet.decodeCreateReply(bytes);
      case MESSAGE_RECEIVE, MESSAGE_PUBLISH -> decode(data);
      case DESTROY -> assertEquals(0, data.length);
      case HELLO -> assertEquals(IDENTITY, Packet.decodeHello(bytes));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyValidMessageDecodesToItsPartsAndEncodesToItsBytes() {
    return Vectors.tests(
        "gateway_message",
        "valid",
        (vector, bytes) -> {
          Message expected = Message.of(properties(vector), Vectors.hex(vector, "content_hex"));
          Message decoded = decode(bytes.clone());
          assertEquals(expected, decoded);
          assertEquals(expected.properties().toString(), decoded.properties().toString());
          assertArrayEquals(bytes, encode(expected));
          assertArrayEquals(bytes, encode(decoded));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyInvalidMessageIsRefused() {
    return Vectors.tests(
        "gateway_message",
        "invalid",
        (vector, bytes) -> assertThrows(WireException.class, () -> decode(bytes)));
  }

  @TestFactory
  Stream<DynamicTest> everyPacketDecodesToItsType() {
    return Vectors.tests(
        "reqrep",
        "packets",
        (vector, bytes) -> {
          assertEquals(
              vector.get("type").getAsInt(), Packet.checkHeader(bytes, bytes.length).code());
          decodePacket(bytes);
        });
  }

  @Test
  void packetsThatWeMakeAreTheGoldenOnes() {
    assertEquals(
        "010000000e0000000a7b22706f7274223a317d", hexOf(Packet.createRequest("{\"port\":1}")));
    assertEquals("0100000008000000046e756c6c", hexOf(Packet.createRequest("null")));
    assertEquals("020000000101", hexOf(Packet.createReply(true)));
    assertEquals("020000000100", hexOf(Packet.createReply(false)));
    assertEquals("0500000000", hexOf(Packet.destroy()));
    assertEquals(
        "0600000019010000000000000000000102030405060708090a0b0c0d0e0f",
        hexOf(Packet.hello(IDENTITY)));
  }

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @TestFactory
  Stream<DynamicTest> everyInvalidPacketIsRefused() {
    return Vectors.tests(
        "reqrep",
        "invalid",
        (vector, bytes) -> assertThrows(WireException.class, () -> decodePacket(bytes)));
  }

  @Test
  void identitiesAreDrawnAtRandomAndTheirTopBitsAreZero() {
    Set<Identity> drawn = new HashSet<>();
    long ones = 0;
    for (int i = 0; i < 1000; i++) {
      Identity identity = Identity.random();
      assertTrue(identity.first() >= 0 && identity.second() >= 0, identity::toString);
      assertEquals(identity.words(), Identity.join(identity.first(), identity.second()));
      ones |= identity.words();
      drawn.add(identity);
    }
    assertEquals(1000, drawn.size());
    assertEquals(0x7FFFFFFF_7FFFFFFFL, ones);
  }

  @Test
  void everyTruncationIsRefused() {
    Damage.truncated(
        Vectors.bytes("gateway_message", "valid"),
        part -> assertThrows(WireException.class, () -> decode(part)));
    Damage.truncated(
        Vectors.bytes("reqrep", "packets"),
        part -> assertThrows(WireException.class, () -> decodePacket(part)));
  }

  /** Nothing but WireException may come out, and what decodes must be usable. */
  @Test
  void everyCorruptedByteIsRefusedOrReadsAsAMessage() {
    Damage.corrupted(
        Vectors.bytes("gateway_message", "valid"),
        corrupted -> {
          try {
            Message message = decode(corrupted.clone());
            message.properties().forEach((key, text) -> assertEquals(text, message.property(key)));
            assertArrayEquals(corrupted, encode(message));
          } catch (WireException e) {
            assertEquals(false, e.getMessage().isEmpty());
          }
        });
  }

  @Test
  void randomMessagesComeBackAsTheyWere() throws WireException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Map<String, String> properties = new LinkedHashMap<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        properties.put(text(random), text(random));
      }
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      Message message = Message.of(properties, content);
      assertEquals(message, decode(encode(message)), "seed " + seed + ", round " + round);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int codePoint = 1 + random.nextInt(random.nextBoolean() ? 0x7F : 0x1FFFF);
      text.appendCodePoint(
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
              ? 'x'
              : codePoint);
    }
    return text.toString();
  }

  @Test
  void aMessageWithInvalidUtf8ReadsWithReplacementsAndKeepsItsBytes() throws WireException {
    byte[] bytes =
        HexFormat.of().parseHex("a1600000001400000001" + "6bff00" + "76c300" + "00000000");
    bytes[5] = (byte) bytes.length;
    Message message = decode(bytes.clone());
    assertEquals("v\uFFFD", message.property("k\uFFFD"));
    assertArrayEquals(bytes, encode(message));
  }
}
