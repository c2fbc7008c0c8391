package io.outrigger.interop.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our host under a C gateway that behaves as the original does. */
@Timeout(120)
class CGatewayTest {
  @TempDir Path folder;
  private Peers peers;

  @BeforeEach
  void meet() {
    peers = new Peers(folder);
  }

  private static void echo(Peer gateway, int from, int to) throws Exception {
    gateway.say("send " + (to - from) + " 100");
    gateway.awaitMessages(to, 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--timeout", "--fast"})
  void moduleLivesFromCreateToDestroy(String option) throws Exception {
    String[] options =
        option.equals("--fast")
            ? new String[] {"--args", "{\"a\":\"\\/\"}", option}
            : new String[] {"--args", "{\"a\":\"\\/\"}", option, "1000"};
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway(options)) {
      gateway.await("started");
      echo(gateway, 0, 600);
      gateway.say("destroy").awaitExit(0);
      host.await("module destroyed");
      assertEquals(
          List.of("module created with {\"a\":\"\\/\"}", "module started", "module destroyed"),
          host.told("module"));
    }
  }

  @Test
  void hostThatComesAfterItsGatewayServesIt() throws Exception {
    try (Peer gateway = peers.gateway("--timeout", "200")) {
      try (Peer host = peers.javaHost("")) {
        gateway.await("started");
        echo(gateway, 0, 10);
        host.await("module started");
        assertEquals(1, host.told("module created").size());
      }
    }
  }

  @Test
  void slowModuleIsCreatedOnceHoweverOftenTheGatewayAsks() throws Exception {
    Path ready = folder.resolve("ready");
    String args = "\"until " + ready + "\"";
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--timeout", "200", "--args", args)) {
      gateway.await("create", 3);
      Files.createFile(ready);
      gateway.await("started");
      echo(gateway, 0, 10);
      assertEquals(List.of("module created with " + args, "module started"), host.told("module"));
    }
  }

  @Test
  void gatewayThatDiesAndComesBackGetsAFreshModule() throws Exception {
    try (Peer host = peers.javaHost("")) {
      for (int round = 1; round <= 3; round++) {
        try (Peer gateway = peers.gateway()) {
          gateway.await("started");
          echo(gateway, 0, 20);
          gateway.kill();
        }
        host.await("module destroyed", round);
      }
      assertEquals(3, host.told("module created").size());
    }
  }

  @Test
  void gatewayThatComesBackAtOnceGetsAFreshModule() throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway()) {
      gateway.await("started");
      host.await("module started");
      gateway.kill();
      try (Peer next = peers.gateway()) {
        next.await("started");
        echo(next, 0, 20);
        host.await("module started", 2);
        assertEquals(2, host.told("module created").size());
        assertEquals(1, host.told("module destroyed").size());
      }
    }
  }

  @Test
  void createAfterStartReplacesTheModule() throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--manual")) {
      gateway.await("connected");
      gateway.say("create").await("reply 0");
      gateway.say("create").await("reply 0", 2);
      gateway.say("start");
      host.await("module started");
      gateway.say("create").await("reply 0", 3);
      gateway.say("start");
      host.await("module started", 2);
      assertEquals(
          List.of(
              "module created with null",
              "module started",
              "module destroyed",
              "module created with null",
              "module started"),
          host.told("module"));
    }
  }

  @Test
  void lostDestroyIsToldByTheConnection() throws Exception {
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway()) {
      gateway.await("started");
      gateway.say("close").await("closed");
      host.await("module destroyed");
      gateway.say("open").await("connected");
      gateway.say("create").await("reply 0", 2);
    }
  }

  @Test
  void killedHostThatIsStartedAgainGetsTheWholeBacklog() throws Exception {
    try (Peer gateway = peers.gateway("--timeout", "200")) {
      try (Peer host = peers.javaHost("")) {
        gateway.await("started");
        echo(gateway, 0, 50);
        host.kill();
      }
      gateway.say("alone").await("alone");
      gateway.say("send 500 100");
      try (Peer host = peers.javaHost(", \"reattach.after.ms\": 500")) {
        gateway.await("reply 255");
        gateway.await("started", 2);
        gateway.awaitMessages(550, 100);
        assertEquals(List.of("module created with null", "module started"), host.told("module"));
      }
    }
  }

  @Test
  void hostThatIsKilledInFullFlowIsUnderstoodAgain() throws Exception {
    try (Peer gateway = peers.gateway("--timeout", "200", "--args", "\"repeat\"")) {
      for (int round = 0; round < 2; round++) {
        try (Peer host = peers.javaHost(", \"reattach.after.ms\": 500")) {
          gateway.await("started", round + 1);
          gateway.say("send 1 100");
          gateway.await("message " + round + " 100", 500);
          host.kill();
        }
      }
    }
  }

  @Test
  void hostThatLeavesTellsAGatewayThatLooksSeldom() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (Peer host = peers.javaHost("");
          Peer gateway = peers.gateway()) {
        gateway.await("started");
        echo(gateway, 0, 200);
        host.signal("TERM").awaitExit(143);
        host.await("module destroyed");
        gateway.await("reply 255");
      }
    }
  }

  @Test
  void moduleThatRefusesIsToldAndTheHostServesTheNextGateway() throws Exception {
    try (Peer host = peers.javaHost("")) {
      try (Peer gateway = peers.gateway("--args", "\"refuse\"")) {
        gateway.await("failed 2");
        gateway.awaitExit(1);
      }
      try (Peer gateway = peers.gateway()) {
        gateway.await("started");
        echo(gateway, 0, 5);
      }
      assertTrue(host.isAlive());
    }
  }

  @Test
  void messageChannelThatCannotBeIsTold() throws Exception {
    String create = "a16c01010000002301100000000c6970633a2f2f2f6e6f2f6d00000000056e756c6c00";
    try (Peer host = peers.javaHost("");
        Peer gateway = peers.gateway("--manual")) {
      gateway.await("connected");
      gateway.say("control " + create).await("reply 1");
      host.process().await("there is no directory /no");
      gateway.say("create").await("reply 0");
    }
  }

  @Test
  void launchedHostWithoutInputAndOutputEndsWithItsGateway() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(peers.launchedHostCommand())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try (ChildProcess host = ChildProcess.start("launched host", command);
        Peer gateway = peers.gateway()) {
      gateway.await("started");
      echo(gateway, 0, 20);
      host.signal("TERM");
      host.awaitExit(143);
      gateway.await("reply 255");
    }
  }
}
