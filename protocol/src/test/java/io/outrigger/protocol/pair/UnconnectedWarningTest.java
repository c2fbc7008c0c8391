package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.Sessions;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of our links, and another side that speaks on the control channel alone. */
@Timeout(120)
class UnconnectedWarningTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private PairSettings settings;

  @BeforeEach
  void address() {
    settings = TestSettings.gateway(folder.resolve("control").toString());
  }

  /** Answers CREATE, as a host does; tells of each packet. */
  private static final class Other extends ControlChannel {
    final CountDownLatch connected = new CountDownLatch(1);
    final CountDownLatch created = new CountDownLatch(1);

    Other(PairConnection connection) {
      super("test", connection, new PairCounters());
    }

    @Override
    void received(ControlPacket packet, long over) {
      if (packet instanceof Create) {
        say(new Reply(ControlStatus.OK));
      } else if (packet.equals(new Reply(ControlStatus.OK))) {
        created.countDown();
      }
    }

    void say(ControlPacket packet) {
      assertTrue(send(packet, connection.number()));
    }

    @Override
    void connected() {
      connected.countDown();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(LONG.toSeconds(), TimeUnit.SECONDS));
  }

  private void awaitWarning(CapturedLog log, String who) {
    String warning = who + ": the message channel " + settings.messageUrl();
    Await.until("no warning came", () -> log.count(warning) > 0);
    assertEquals(1, log.count("message.id"));
  }

  @Test
  void theGatewayWarnsOfAHostThatDoesNotBind() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Other host = new Other(new BoundPair(settings.controlUrl(), 0));
        PairGatewaySession gateway = Sessions.open(settings, "echo", new GatewayOwner())) {
      host.start();
      gateway.awaitHost(LONG);
      gateway.create("null", LONG);
      gateway.start();
      awaitWarning(log, "echo");
    }
  }

  @Test
  void theHostWarnsOfAGatewayThatDoesNotConnect() throws Exception {
    try (CapturedLog log = new CapturedLog();
        RunningHost host =
            RunningHost.start(folder.resolve("control").toString(), OnGatewayGone.EXIT);
        Other gateway = new Other(new ConnectingPair(settings.controlUrl(), 0))) {
      gateway.start();
      await(gateway.connected);
      gateway.say(new Create(settings.messageUrl(), "null"));
      await(gateway.created);
      gateway.say(new Start());
      awaitWarning(log, "host");
      assertEquals(List.of("create null", "start"), host.module.calls());
    }
  }
}
