package io.outrigger.protocol.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.Proc;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SocketsTest {
  @TempDir private Path folder;

  private String url(String transport) {
    return transport.equals("ipc") ? "ipc://" + folder.resolve("socket") : Addresses.tcp();
  }

  private static NanoSocket open() {
    return NanoSocket.open(Protocol.PAIR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "tcp"})
  void anAddressThatBecomesFreeIsWaitedFor(String transport) throws Exception {
    String url = url(transport);
    NanoSocket first = open();
    try (NanoSocket second = open();
        NanoSocket third = open()) {
      first.bind(url);
      Thread binding = new Thread(() -> Sockets.bind(second, url));
      binding.start();
      Await.until("it waits", () -> binding.getState() == Thread.State.TIMED_WAITING);
      first.close();
      binding.join();
      assertThrows(NanoException.class, () -> third.bind(url));
    } finally {
      first.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "tcp"})
  void theProcessThatKeepsAnAddressIsNamed(String transport) {
    String url = url(transport);
    try (NanoSocket first = open();
        NanoSocket second = open()) {
      first.bind(url);
      Thread.currentThread().interrupt();
      RuntimeException e = assertThrows(RuntimeException.class, () -> Sockets.bind(second, url));
      assertTrue(Thread.interrupted());
      String self = "; process " + Proc.self() + " (java) has it";
      assertTrue(e.getMessage().endsWith(self), e::getMessage);
    }
  }

  @Test
  void anAddressThatNobodyHasHasNoHolder() {
    assertEquals(Optional.empty(), AddressHolder.find("ipc://" + folder.resolve("nobody")));
  }

  @Test
  void whatElseIsWrongIsToldAtOnce() {
    try (NanoSocket socket = open()) {
      assertThrows(NanoException.class, () -> Sockets.bind(socket, "ipc:///no/such/folder/socket"));
    }
  }
}
