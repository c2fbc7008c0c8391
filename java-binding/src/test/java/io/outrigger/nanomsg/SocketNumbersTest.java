package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SocketNumbersTest {
  private final Library.Calls library = Library.calls();

  @Test
  void aNumberIsNotGivenOutWhileACallMayStillMeanItsFormerOwner() throws InterruptedException {
    CallGate gate = new CallGate();
    int number = SocketNumbers.open(Library.AF_SP, Protocol.PAIR, gate, "PAIR");
    // A thread has passed the gate, and is about to call the library. The socket is closed.
    assertTrue(gate.enter());
    assertTrue(gate.close());
    library.nn_close(number);
    // Another thread opens sockets, and would be given that number.
    AtomicInteger given = new AtomicInteger(-1);
    CallGate next = new CallGate();
    Thread opener =
        new Thread(() -> given.set(SocketNumbers.open(Library.AF_SP, Protocol.PAIR, next, "PAIR")));
    opener.start();
    // The first thread calls at last. However often, it ends: with what says "closed".
    Memory cell = new Memory(Memory.WORD);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(-1, library.nn_recv(number, cell.address(), Library.NN_MSG, 0));
      assertEquals(Errno.EBADF, Library.errno());
    }
    assertEquals(-1, given.get());
    gate.leave();
    Await.end(opener);
    assertTrue(given.get() >= 0);
    library.nn_close(given.get());
    next.close();
  }

  @Test
  void aGateLetsNobodyInOnceItIsClosed() {
    CallGate gate = new CallGate();
    assertTrue(gate.enter());
    assertFalse(gate.isClosed());
    assertTrue(gate.close());
    assertFalse(gate.close());
    assertFalse(gate.enter());
    assertFalse(gate.isDeserted());
    gate.leave();
    assertTrue(gate.isDeserted());
    assertFalse(gate.enter());
    assertTrue(gate.isDeserted());
  }
}
