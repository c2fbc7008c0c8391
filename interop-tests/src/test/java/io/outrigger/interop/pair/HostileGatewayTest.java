package io.outrigger.interop.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our host under gateways that do what no gateway should, or that something happens to. */
@Timeout(120)
class HostileGatewayTest {
  /** As {@code gateway.c} makes the message with the number 7 and no content. */
  private static final String SEVEN = "a16000000012000000016e00370000000000";

  @TempDir Path folder;
  private Peers peers;

  @BeforeEach
  void meet() {
    peers = new Peers(folder);
  }

  private static void echo(Peer gateway, int count) throws Exception {
    gateway.say("send " + count + " 100").awaitMessages(count, 100);
  }

  /** Only a CREATE that says so and can't be read is answered: of "version", the last four. */
  @ParameterizedTest
  @CsvSource({"half,0", "version,4", "order,0", "close,0"})
  void badBeginningIsForgiven(String kind, int answers) throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--bad", kind)) {
      gateway.await("started");
      assertEquals(answers, gateway.count("answer 1"));
      echo(gateway, 50);
      assertTrue(host.isAlive());
    }
  }

  @Test
  void silentGatewayIsAskedForCreate() throws Exception {
    try (Peer host = peers.javaHost(", \"reattach.after.ms\": 300");
        Peer gateway = peers.gateway("--bad", "silence")) {
      gateway.await("reply 255", 2);
      gateway.say("create").await("reply 0");
      gateway.say("start");
      host.await("module started");
    }
  }

  @Test
  void invalidControlPacketsGetTheRightStatusAndEndNothing() throws Exception {
    Map<String, String> invalid = Vectors.read("pair", "invalid");
    try (Peer host = peers.javaHost(", \"reattach.after.ms\": 600000");
        Peer gateway = peers.gateway("--manual", "--fast")) {
      gateway.await("connected");
      int answers = 0;
      for (Map.Entry<String, String> vector : invalid.entrySet()) {
        gateway.say("control " + vector.getValue());
        if (vector.getKey().startsWith("CREATE")) {
          answers++;
          gateway.await("reply 1", answers);
        }
      }
      gateway.say("create").await("reply 0");
      assertEquals(answers, gateway.count("reply 1"));
      for (String bytes : invalid.values()) {
        gateway.say("control " + bytes);
      }
      gateway.say("create").await("reply 0", 2);
      gateway.say("start");
      for (String bytes : invalid.values()) {
        gateway.say("control " + bytes);
      }
      echo(gateway, 50);
      assertEquals(
          List.of("reply 0", "reply 0"), gateway.told("reply 0"), "a module isn't answered for");
      assertEquals(answers, gateway.count("reply 1"));
      assertEquals(List.of("module created with null", "module started"), host.told("module"));
    }
  }

  @Test
  void bytesThatAreNoMessageAreDropped() throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--fast")) {
      gateway.await("started");
      for (String bytes : Vectors.read("gateway_message", "invalid").values()) {
        gateway.say("message " + bytes);
      }
      for (int length = 0; length < SEVEN.length(); length += 2) {
        gateway.say("message " + SEVEN.substring(0, length));
      }
      gateway.say("message " + SEVEN).await("message 7 0");
      assertEquals(List.of("message 7 0"), gateway.told("message"));
      host.process().await("refused");
    }
  }

  @Test
  void messagesAreHeldUntilStart() throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--manual")) {
      gateway.await("connected");
      gateway.say("create").await("reply 0");
      gateway.say("message " + SEVEN).say("start").await("message 7 0");
      host.await("module started");
      assertEquals(List.of("module created with null", "module started"), host.told("module"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsLostWhenOneSideIsStoppedForAWhile(boolean stopHost) throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--fast")) {
      gateway.await("started");
      echo(gateway, 10);
      (stopHost ? host : gateway).signal("STOP");
      gateway.say("send 3000 100");
      if (stopHost) {
        assertEquals(10, gateway.told("message").size());
      }
      (stopHost ? host : gateway).signal("CONT");
      gateway.awaitMessages(3010, 100);
    }
  }

  /** A C gateway takes 1 MiB; more closes its channel, or ends it. */
  @Test
  void moduleIsRefusedAMessageThatItsGatewayCannotTake() throws Exception {
    int largest = (1 << 20) - 18;
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--fast")) {
      gateway.await("started");
      gateway.say("send 1 " + (largest + 1));
      host.process()
          .await("module not published: message of 1048577 bytes, and at most 1048576 pass");
      gateway.say("send 1 " + largest).await("message 1 " + largest);
      assertEquals(1, gateway.told("message").size());
    }
  }

  @Test
  void gatewaysThatComeAndGoLeaveNothingBehind() throws Exception {
    try (Peer host = peers.javaHost("")) {
      long files = 0;
      long threads = 0;
      for (int round = 1; round <= 30; round++) {
        try (Peer gateway = peers.gateway("--fast")) {
          gateway.await("started");
          echo(gateway, 20);
          if (round % 2 == 0) {
            gateway.say("destroy").awaitExit(0);
          } else {
            gateway.kill();
          }
        }
        host.await("module destroyed", round);
        if (round == 10) {
          files = host.process().openFiles();
          threads = host.process().threads();
        }
      }
      assertEquals(30, host.told("module created").size());
      // 20 rounds lie between, and the JVM has a few of its own that come and go.
      assertTrue(host.process().openFiles() <= files + 5, "files were left open");
      assertTrue(host.process().threads() <= threads + 5, "threads were left running");
    }
  }
}
