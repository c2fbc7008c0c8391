package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import io.outrigger.protocol.wire.ControlDecoder;
import io.outrigger.protocol.wire.ControlEncoder;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlPacket.Start;
import io.outrigger.protocol.wire.ControlStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A module waits in publish, on the link's own thread, for a gateway that takes nothing. */
@Timeout(120)
class WaitingPublishTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path folder;
  private PairHostSession link;
  private FloodingModule module;
  private Thread host;
  private NanoSocket control;
  private NanoSocket messages;

  @BeforeEach
  void fill() throws Exception {
    link =
        PairHostSession.open(
            TestSettings.host(folder.resolve("control").toString(), OnGatewayGone.WAIT));
    module = new FloodingModule(link);
    host = new Thread(this::runHost, "host under test");
    host.start();
    messages = connect("message");
    control = connect("control");
    create();
    say(new Start());
    awaitFull();
  }

  @AfterEach
  void close() throws Exception {
    control.close();
    messages.close();
    link.close();
    host.join();
  }

  private void runHost() {
    try {
      link.run(module);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private NanoSocket connect(String id) {
    NanoSocket socket = NanoSocket.open(Protocol.PAIR);
    socket.set(SocketOption.SEND_TIMEOUT, LONG);
    socket.set(SocketOption.RECEIVE_TIMEOUT, LONG);
    socket.connect("ipc://" + folder.resolve(id));
    return socket;
  }

  private void say(ControlPacket packet) {
    assertEquals(Outcome.DONE, control.send(ControlEncoder.encode(packet)));
  }

  private void create() throws Exception {
    say(new Create("ipc://" + folder.resolve("message"), "null"));
    byte[] answer = control.receive().orElseThrow();
    assertEquals(new Reply(ControlStatus.OK), ControlDecoder.decode(answer));
  }

  /** Waits until nothing more goes out. */
  private void awaitFull() {
    long deadline = System.nanoTime() + LONG.toNanos();
    long before = -1;
    for (long sent = 0; sent == 0 || sent != before; sent = link.statistics().delivered()) {
      assertTrue(System.nanoTime() < deadline, () -> link.statistics().toString());
      before = sent;
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
  }

  private static void awaitCall(Semaphore calls) throws InterruptedException {
    assertTrue(calls.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS));
  }

  private void requireSums(int modules) {
    SessionStatistics counted = link.statistics();
    assertEquals(modules * FloodingModule.MESSAGES, counted.accepted(), counted::toString);
    assertEquals(counted.accepted(), counted.delivered() + counted.undelivered());
    assertTrue(counted.undelivered() > 0, counted::toString);
  }

  @Test
  void theWaitEndsWhenTheGatewayGoes() throws Exception {
    awaitCall(module.created);
    control.close();
    messages.close();
    awaitCall(module.destroyed);
    requireSums(1);
  }

  @Test
  void theWaitEndsWhenCreateComesByAnotherConnection() throws Exception {
    awaitCall(module.created);
    control.close();
    control = connect("control");
    create();
    awaitCall(module.destroyed);
    awaitCall(module.created);
    requireSums(1);
  }
}
