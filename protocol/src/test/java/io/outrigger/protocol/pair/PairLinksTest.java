package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.HostSession.End;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.Sessions;
import io.outrigger.protocol.UndeliveredException;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both of our links with each other, in one process. */
@Timeout(120)
class PairLinksTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private String controlId() {
    return folder.resolve("control").toString();
  }

  private PairSettings gatewaySettings() {
    return gatewaySettings(1024, Duration.ofSeconds(30));
  }

  private PairSettings gatewaySettings(int windowMessages, Duration reconnectTimeout) {
    PairSettings fresh = TestSettings.gateway(controlId());
    return new PairSettings(
        fresh.controlUrl(),
        "ipc://" + folder.resolve("message"),
        fresh.replyTimeout(),
        fresh.maxMessageBytes(),
        windowMessages,
        fresh.windowBytes(),
        reconnectTimeout);
  }

  private static Message message(int number) {
    return Message.of(Map.of("number", Integer.toString(number)), new byte[100]);
  }

  @Test
  void aModuleLivesFromCreateToDestroyAndGetsEveryMessageInOrder() throws Exception {
    GatewayOwner owner = new GatewayOwner();
    try (RunningHost host = RunningHost.start(controlId(), OnGatewayGone.EXIT)) {
      try (PairGatewaySession gateway = Sessions.open(gatewaySettings(), "echo", owner)) {
        gateway.awaitHost(LONG);
        gateway.create("{\"a\":1}", LONG);
        gateway.start();
        for (int i = 0; i < 5_000; i++) {
          Sessions.send(gateway, message(i));
        }
        assertTrue(gateway.destroy(LONG));
        assertEquals(
            5_000, owner.published.size(), "the host has let go when all it published is here");
        for (int i = 0; i < 5_000; i++) {
          assertEquals(message(i), owner.published.get(i));
        }
        assertEquals(5_000, gateway.statistics().delivered());
        assertEquals(0, gateway.statistics().undelivered());
      }
      assertEquals(End.DESTROYED, host.end());
      assertEquals(
          List.of("create {\"a\":1}", "start", "receive 5000", "destroy"), host.module.calls());
      assertEquals(5_000, host.link.statistics().delivered());
    }
  }

  @Test
  void aHostThatCannotCreateTheModuleSaysSo() throws Exception {
    try (RunningHost host = RunningHost.start(controlId(), OnGatewayGone.EXIT)) {
      try (PairGatewaySession gateway =
          Sessions.open(gatewaySettings(), "echo", new GatewayOwner())) {
        host.module.refuseToBeCreated();
        gateway.awaitHost(LONG);
        SessionException refused =
            assertThrows(SessionException.class, () -> gateway.create("null", LONG));
        assertTrue(refused.getMessage().contains("could not create"), refused.getMessage());
      }
      assertEquals(End.CREATE_FAILED, host.end());
    }
  }

  @Test
  void aMessageAboveTheLimitIsRefusedOnBothSides() throws Exception {
    byte[] content = new byte[1 << 20];
    try (RunningHost host = RunningHost.start(controlId(), OnGatewayGone.EXIT);
        PairGatewaySession gateway = Sessions.open(gatewaySettings(), "echo", new GatewayOwner())) {
      gateway.awaitHost(LONG);
      gateway.create("null", LONG);
      gateway.start();
      MessageTooLargeException refused =
          assertThrows(
              MessageTooLargeException.class, () -> Sessions.send(gateway, Message.of(content)));
      assertEquals(content.length + 14, refused.size());
      assertEquals(1 << 20, refused.limit());
      assertThrows(MessageTooLargeException.class, () -> host.link.publish(Message.of(content)));
      assertTrue(gateway.destroy(LONG));
    }
  }

  @Test
  void aHostThatComesBackGetsTheModuleAndWhatWasKept() throws Exception {
    GatewayOwner owner = new GatewayOwner();
    try (PairGatewaySession gateway = Sessions.open(gatewaySettings(), "echo", owner)) {
      RunningHost first = RunningHost.start(controlId(), OnGatewayGone.EXIT);
      gateway.awaitHost(LONG);
      gateway.create("null", LONG);
      gateway.start();
      Sessions.send(gateway, message(0));
      owner.awaitPublished(1, LONG);
      first.close();
      owner.awaitEvent("lost", LONG);
      assertEquals(End.CLOSED, first.end());
      for (int i = 1; i < 100; i++) {
        Sessions.send(gateway, message(i));
      }
      assertEquals(99, gateway.statistics().pending());
      try (RunningHost second = RunningHost.start(controlId(), OnGatewayGone.EXIT)) {
        owner.awaitEvent("returned", LONG);
        owner.awaitPublished(100, LONG);
        assertTrue(gateway.destroy(LONG));
        assertEquals(
            List.of("create null", "start", "receive 99", "destroy"), second.module.calls());
      }
      assertEquals(0, gateway.statistics().pending());
    }
  }

  @Test
  void aFullWindowWithoutAHostIsAnErrorAndLosesNothingThatWasTaken() throws Exception {
    PairSettings settings = gatewaySettings(10, Duration.ofMillis(50));
    try (PairGatewaySession gateway = Sessions.open(settings, "echo", new GatewayOwner())) {
      gateway.start();
      for (int i = 0; i < 10; i++) {
        Sessions.send(gateway, message(i));
      }
      UndeliveredException full =
          assertThrows(UndeliveredException.class, () -> Sessions.send(gateway, message(10)));
      assertTrue(full.getMessage().contains("window.messages"), full.getMessage());
      assertEquals(10, gateway.statistics().pending());
      assertEquals(1, gateway.statistics().undelivered());
      assertEquals(11, gateway.statistics().accepted());
    }
  }

  @Test
  void withoutAHostTheGatewaySaysWhatToStart() throws Exception {
    try (PairGatewaySession gateway =
        Sessions.open(gatewaySettings(), "echo", new GatewayOwner())) {
      SessionException alone =
          assertThrows(SessionException.class, () -> gateway.awaitHost(Duration.ofMillis(50)));
      assertTrue(alone.getMessage().contains("control.id"), alone.getMessage());
      assertFalse(gateway.isConnected());
    }
  }

  @Test
  void aHostThatNoGatewayWantsEndsWhenItIsToldTo() throws Exception {
    PairHostSettings settings =
        new PairHostSettings(
            "ipc://" + controlId(),
            OnGatewayGone.EXIT,
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            1 << 20);
    try (RunningHost host = RunningHost.start(settings)) {
      assertEquals(End.ORPHANED, host.end());
    }
  }
}
