package io.outrigger.interop.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.pair.PairGatewaySession;
import io.outrigger.protocol.pair.PairSettings;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.testsupport.Proc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our gateway's link with C hosts: good ones, bad ones, and those that something happens to. */
@Timeout(120)
class CHostTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  /** As {@code host.c} takes and gives the message with the number 7 and no content. */
  private static final String SEVEN = "a16000000012000000016e00370000000000";

  @TempDir Path folder;
  private final GatewayEnd owner = new GatewayEnd();
  private Peers peers;

  @BeforeEach
  void meet() {
    peers = new Peers(folder);
  }

  private PairGatewaySession open() throws SessionException {
    PairSettings settings =
        new PairSettings(
            "ipc://" + peers.controlId(),
            peers.messageUrl(),
            Duration.ofMillis(200),
            1 << 20,
            1024,
            4 << 20,
            LONG);
    PairGatewaySession session =
        new PairGatewaySession(settings, "echo", new QueueBound(0, 0), owner);
    session.open();
    return session;
  }

  private static void begin(PairGatewaySession link) throws Exception {
    link.awaitHost(LONG);
    link.create("{\"a\":1}", LONG);
    link.start();
  }

  private static void send(PairGatewaySession link, Message message) throws Exception {
    link.sink().put(message, MessageEncoder.sizeOf(message));
  }

  private void echo(PairGatewaySession link, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      send(link, GatewayEnd.message(i, 100));
    }
    owner.awaitNumbers(to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fast", "--slow"})
  void moduleLivesAndItsDestroyArrivesEachTime(String option) throws Exception {
    for (int round = 1; round <= 5; round++) {
      String[] options =
          option.equals("--slow") ? new String[] {option, "1"} : new String[] {option};
      owner.clear();
      try (Peer host = peers.host(options);
          PairGatewaySession link = open()) {
        begin(link);
        echo(link, 0, 500);
        assertTrue(link.destroy(LONG));
        host.await("destroy");
        assertEquals(1, host.count("create {\"a\":1}"));
        assertEquals(1, host.count("start"));
        assertEquals(500, link.statistics().accepted());
        assertEquals(500, link.statistics().received());
      }
    }
  }

  @Test
  void slowHostIsAskedOnceByOneConnection() throws Exception {
    try (Peer host = peers.host("--slow", "900");
        PairGatewaySession link = open()) {
      begin(link);
      echo(link, 0, 10);
      assertEquals(1, host.count("create {\"a\":1}"), "it would bind the message channel twice");
      assertTrue(owner.events().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, can't open the message channel",
    "2, could not create the module",
    "3, did not answer CREATE"
  })
  void hostThatRefusesIsAnError(int status, String text) throws Exception {
    try (Peer host = peers.host("--refuse", Integer.toString(status));
        PairGatewaySession link = open()) {
      link.awaitHost(LONG);
      SessionException refused =
          assertThrows(SessionException.class, () -> link.create("null", Duration.ofSeconds(1)));
      assertTrue(refused.getMessage().contains(text), refused.getMessage());
      assertTrue(host.isAlive());
    }
  }

  @Test
  void silentHostIsAnErrorWhenTheTimeIsOver() throws Exception {
    try (Peer host = peers.host("--silent");
        PairGatewaySession link = open()) {
      link.awaitHost(LONG);
      assertThrows(SessionException.class, () -> link.create("null", Duration.ofSeconds(1)));
      host.await("create null");
    }
  }

  @Test
  void hostThatGoesWhileItCreatesIsAnError() throws Exception {
    try (Peer host = peers.host("--bad", "close");
        PairGatewaySession link = open()) {
      link.awaitHost(LONG);
      SessionException gone = assertThrows(SessionException.class, () -> link.create("null", LONG));
      assertTrue(gone.getMessage().contains("went away"), gone.getMessage());
      host.awaitExit(0);
    }
  }

  @Test
  void killedHostIsToldAndTheNextGetsWhatWasKept() throws Exception {
    try (PairGatewaySession link = open()) {
      try (Peer host = peers.host("--fast")) {
        begin(link);
        echo(link, 0, 100);
        host.kill();
      }
      owner.awaitEvent("lost");
      assertFalse(link.isConnected());
      for (int i = 100; i < 600; i++) {
        send(link, GatewayEnd.message(i, 100));
      }
      assertEquals(500, link.statistics().pending());
      try (Peer host = peers.host("--fast")) {
        owner.awaitEvent("returned");
        owner.awaitNumbers(600);
        owner.awaitTrue(() -> link.statistics().pending() == 0, "nothing is pending");
        assertTrue(link.destroy(LONG));
        host.await("destroy");
      }
    }
  }

  @Test
  void hostThatDiesAtTheEndIsNotWaitedFor() throws Exception {
    try (PairGatewaySession link = open()) {
      try (Peer host = peers.host("--fast")) {
        begin(link);
        echo(link, 0, 10);
        host.kill();
      }
      long begin = System.nanoTime();
      assertTrue(link.destroy(LONG));
      assertTrue(System.nanoTime() - begin < LONG.toNanos() / 2, "it waited for the dead host");
    }
  }

  @Test
  void whatLayInTheBuffersOfAKilledHostIsCountedAsUndelivered() throws Exception {
    try (PairGatewaySession link = open()) {
      try (Peer host = peers.host("--fast")) {
        begin(link);
        echo(link, 0, 10);
        host.signal("STOP");
        for (int i = 10; i < 210; i++) {
          send(link, GatewayEnd.message(i, 100));
        }
        host.kill();
      }
      owner.awaitEvent("lost");
      SessionStatistics counted = link.statistics();
      assertEquals(210, counted.accepted());
      assertTrue(counted.undelivered() >= 200 && counted.undelivered() <= 210, counted::toString);
      assertEquals(210, counted.delivered() + counted.undelivered() + counted.pending());
    }
  }

  @Test
  void hostThatDetachesIsGivenTheModuleAgain() throws Exception {
    try (Peer host = peers.host("--fast");
        PairGatewaySession link = open()) {
      begin(link);
      echo(link, 0, 10);
      host.say("detach");
      owner.awaitEvent("returned");
      host.await("start", 2);
      echo(link, 10, 20);
    }
  }

  @Test
  void stoppedHostGetsEverythingWhenItGoesOn() throws Exception {
    try (Peer host = peers.host("--fast");
        PairGatewaySession link = open()) {
      begin(link);
      echo(link, 0, 10);
      host.signal("STOP");
      for (int i = 10; i < 210; i++) {
        send(link, GatewayEnd.message(i, 100));
      }
      assertEquals(10, owner.count());
      host.signal("CONT");
      owner.awaitNumbers(210);
      assertTrue(owner.events().isEmpty(), "a host that is stopped isn't noticed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "version", "order"})
  void whatIsWrongWithAHostIsDroppedAndCounted(String kind) throws Exception {
    try (Peer host = peers.host("--bad", kind);
        PairGatewaySession link = open()) {
      begin(link);
      echo(link, 0, 50);
      assertTrue(link.statistics().refused() > 1);
      assertTrue(host.isAlive());
    }
  }

  @Test
  void hostileBytesOnEitherChannelChangeNothing() throws Exception {
    try (Peer host = peers.host("--fast");
        PairGatewaySession link = open()) {
      begin(link);
      echo(link, 0, 5);
      int sent = 0;
      for (String bytes : Vectors.read("pair", "invalid").values()) {
        host.say("control " + bytes);
        sent++;
      }
      for (String bytes : Vectors.read("gateway_message", "invalid").values()) {
        host.say("message " + bytes);
        sent++;
      }
      for (int length = 0; length < SEVEN.length(); length += 2) {
        host.say("message " + SEVEN.substring(0, length));
        sent++;
      }
      echo(link, 5, 10);
      owner.awaitTrue(
          () -> link.statistics().refused() > 0, "nothing refused: " + link.statistics());
      assertTrue(owner.events().isEmpty(), () -> owner.events().toString());
      int expected = sent;
      owner.awaitTrue(() -> link.statistics().refused() == expected, "all refused");
    }
  }

  @Test
  void linksThatComeAndGoLeaveNothingBehind() throws Exception {
    long files = 0;
    for (int round = 1; round <= 30; round++) {
      owner.clear();
      try (Peer host = peers.host("--fast");
          PairGatewaySession link = open()) {
        begin(link);
        echo(link, 0, 10);
        if (round % 2 == 0) {
          assertTrue(link.destroy(LONG));
        } else {
          host.kill();
        }
      }
      if (round == 10) {
        files = Proc.openFiles(Proc.self());
      }
    }
    assertTrue(Proc.openFiles(Proc.self()) <= files + 5, "files were left open");
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.filter(path -> path.getFileName().toString().equals("message")).count());
    }
  }
}
