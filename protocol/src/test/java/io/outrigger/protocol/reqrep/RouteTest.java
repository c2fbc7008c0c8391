package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.outrigger.protocol.wire.Vectors;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whose packet it is, from the golden routes. */
class RouteTest {
  private static final int CONNECTION = 0x12345678;

  @TestFactory
  Stream<DynamicTest> whosePacketItIs() {
    return Vectors.tests("reqrep", "routes", RouteTest::check);
  }

  private static void check(JsonObject vector, byte[] request) {
    // As a raw NN_REP socket splits it: the header ends with the first word whose top bit is 1.
    ByteBuffer bytes = ByteBuffer.wrap(request);
    int[] words = new int[request.length];
    words[0] = CONNECTION;
    int length = 1;
    do {
      words[length++] = bytes.getInt();
    } while (words[length - 1] >= 0);
    String identity = vector.get("identity").getAsString();
    long expected = identity.isEmpty() ? Route.PLAIN : Long.parseLong(identity, 16);
    assertEquals(expected, Route.identity(words, length));
    boolean anyBase = vector.has("create");
    assertEquals(
        anyBase ? Long.parseLong(vector.get("create").getAsString(), 16) : expected,
        Route.identityOfCreate(words, length));
  }
}
