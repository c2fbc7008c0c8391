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
    settings = new PairSettings(folder.resolve("control").toString());
  }

  /** Answers CREATE, as a host does; tells of each packet. */
  private static final class Other implements ControlChannel.Observer {
    final CountDownLatch connected = new CountDownLatch(1);
    final CountDownLatch created = new CountDownLatch(1);
    ControlChannel channel;

    @Override
    public void received(ControlPacket packet, long connection) {
      if (packet instanceof Create) {
        channel.send(new Reply(ControlStatus.OK));
      } else if (packet.equals(new Reply(ControlStatus.OK))) {
        created.countDown();
      }
    }

    @Override
    public void connected() {
      connected.countDown();
    }

    @Override
    public void disconnected() {}

    void start(ControlChannel channel) {
      this.channel = channel;
      channel.start();
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
    Other host = new Other();
    try (CapturedLog log = new CapturedLog();
        ControlChannel control =
            ControlChannel.bind("test", settings.controlUrl(), new PairCounters(), host);
        PairGatewaySession gateway = Sessions.open(settings, "echo", new GatewayOwner())) {
      host.start(control);
      gateway.awaitHost(LONG);
      gateway.create("null", LONG);
      gateway.start();
      awaitWarning(log, "echo");
    }
  }

  @Test
  void theHostWarnsOfAGatewayThatDoesNotConnect() throws Exception {
    Other gateway = new Other();
    try (CapturedLog log = new CapturedLog();
        RunningHost host =
            RunningHost.start(folder.resolve("control").toString(), OnGatewayGone.EXIT);
        ControlChannel control =
            ControlChannel.connect("test", settings.controlUrl(), new PairCounters(), gateway)) {
      gateway.start(control);
      await(gateway.connected);
      assertTrue(control.send(new Create(settings.messageUrl(), "null")));
      await(gateway.created);
      assertTrue(control.send(new Start()));
      awaitWarning(log, "host");
      assertEquals(List.of("create null", "start"), host.module.calls());
    }
  }
}
