package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class StatisticTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Statistic.class)
  void everyStatisticCanBeRead(Statistic statistic) {
    try (NanoSocket socket = NanoSocket.open(Protocol.REQ)) {
      assertEquals(0, socket.statistic(statistic));
    }
  }

  @Test
  void aLifeIsCounted() {
    String url = Transport.TCP.address(directory);
    try (NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
      client.connect(url);
      Await.until("an attempt has failed", () -> client.statistic(Statistic.CONNECT_ERRORS) > 0);
      assertEquals(1, client.statistic(Statistic.CURRENT_EP_ERRORS));
      try (NanoSocket server = NanoSocket.open(Protocol.PAIR)) {
        server.bind(url);
        Connections.await(client, 1);
        Connections.await(server, 1);
        client.send(new byte[10]);
        server.receive();
        assertEquals(1, server.statistic(Statistic.ACCEPTED_CONNECTIONS));
        assertEquals(1, client.statistic(Statistic.ESTABLISHED_CONNECTIONS));
        assertEquals(0, client.statistic(Statistic.CURRENT_EP_ERRORS));
        assertEquals(1, client.statistic(Statistic.MESSAGES_SENT));
        assertEquals(10, client.statistic(Statistic.BYTES_SENT));
        assertEquals(1, server.statistic(Statistic.MESSAGES_RECEIVED));
        assertEquals(10, server.statistic(Statistic.BYTES_RECEIVED));
      }
      Await.until("the end shows", () -> client.statistic(Statistic.BROKEN_CONNECTIONS) > 0);
      assertEquals(0, client.statistic(Statistic.CURRENT_CONNECTIONS));
    }
  }

  @Test
  void whatNoPeerSendsIsCounted() {
    for (Transport transport : new Transport[] {Transport.TCP, Transport.IPC}) {
      String url = transport.address(directory);
      try (NanoSocket server = NanoSocket.open(Protocol.PAIR)) {
        server.bind(url);
        try (NanoSocket stranger = NanoSocket.open(Protocol.PUB)) {
          stranger.connect(url);
          Await.until(
              "the other protocol is rejected",
              () -> server.statistic(Statistic.REJECTED_CONNECTIONS) > 0);
        }
        assertEquals(0, server.statistic(Statistic.CURRENT_CONNECTIONS));
      }
    }
  }

  @Test
  void aPeerThatLeavesIsNotRejected() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket server = NanoSocket.open(Protocol.PAIR)) {
      server.bind(url);
      try (NanoSocket peer = NanoSocket.open(Protocol.PAIR)) {
        peer.connect(url);
        Connections.await(server, 1);
      }
      Await.until("the end shows", () -> server.statistic(Statistic.BROKEN_CONNECTIONS) > 0);
      assertEquals(0, server.statistic(Statistic.REJECTED_CONNECTIONS));
    }
  }

  @Test
  void aSenderThatHasLostItsPeersHasNoPriority() {
    try (NanoSocket sender = NanoSocket.open(Protocol.PUSH)) {
      String url = Transport.IPC.address(directory);
      sender.bind(url);
      try (NanoSocket receiver = NanoSocket.open(Protocol.PULL)) {
        receiver.connect(url);
        sender.send(new byte[1]);
        assertEquals(8, sender.statistic(Statistic.CURRENT_SND_PRIORITY));
      }
      Await.until("there is none", () -> sender.statistic(Statistic.CURRENT_SND_PRIORITY) == -1);
    }
  }
}
