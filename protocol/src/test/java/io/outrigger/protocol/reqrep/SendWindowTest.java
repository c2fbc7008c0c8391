package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.base.QueueBound;
import io.outrigger.protocol.reqrep.WindowOutput.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a recorded schedule can't show: it would be too long, or is of a Java gateway alone. */
class SendWindowTest {
  private static final int CREATE_ID = 7;

  /** As if so many messages had been sent that their ids are more than half around the circle. */
  private static final int FIRST_ID = CREATE_ID + (1 << 30) + 10;

  private static final String A = "one link";
  private static final String B = "another link";

  private SendWindow<String> window = window(WindowLimits.DEFAULT, new QueueBound(0, 0));

  private static SendWindow<String> window(WindowLimits limits, QueueBound waiting) {
    return new SendWindow<>(Side.GATEWAY, limits, waiting, CREATE_ID, FIRST_ID);
  }

  /** Sends all that may be sent. */
  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (Next next = window.next(); next != Next.NOTHING; next = window.next()) {
      sent.add(next == Next.MESSAGE ? window.nextMessage() : next.toString());
      window.sent(0);
    }
    return sent;
  }

  /** A window of three in flight, two more waiting, whose host has created the module. */
  private void openSmall() {
    WindowLimits limits = new WindowLimits(3, 100, Duration.ofSeconds(1), 3);
    window = window(limits, new QueueBound(2, 100));
    window.create();
    window.connected(0);
    assertEquals(List.of("CREATE"), sent());
    window.answered(RequestId.of(CREATE_ID - 1), Answer.HELLO, 1, 0);
    window.answered(RequestId.of(CREATE_ID), Answer.CREATED, 0, 0);
  }

  private void offer(String... messages) {
    for (String message : messages) {
      assertTrue(window.queue().offer(message, A, 1, true), message);
    }
  }

  @Test
  void createReplyCountsHoweverFarTheIdsHaveGone() {
    window.create();
    window.connected(0);
    assertEquals(Next.CREATE, window.next());
    assertEquals(RequestId.of(CREATE_ID), window.nextId());
    window.sent(0);
    window.answered(RequestId.of(CREATE_ID), Answer.CREATED, 0, 0);
    assertEquals(Set.of(PeerEvent.CREATED), window.takeEvents());
    window.queue().offer("message", null, 10, true);
    assertEquals(Next.MESSAGE, window.next());
    assertEquals(RequestId.of(FIRST_ID), window.nextId());
    window.sent(0);
    window.answered(RequestId.of(FIRST_ID), Answer.EMPTY, 0, 0);
    assertEquals(0, window.pending());
    window.disconnected();
    window.connected(0);
    assertEquals(Next.CREATE, window.next());
    assertEquals(RequestId.of(CREATE_ID), window.nextId());
    window.sent(0);
    // So does the HELLO before it: a host that has said who it is isn't taken for plain.
    window.answered(RequestId.of(CREATE_ID - 1), Answer.HELLO, 1, 0);
    window.answered(RequestId.of(CREATE_ID), Answer.CREATED, 0, 0);
    window.queue().offer("message", null, 10, true);
    assertEquals(List.of("message"), sent());
    window.tick(WindowLimits.DEFAULT.acknowledgeNanos());
    assertEquals(1, window.pending());
    assertEquals(Set.of(PeerEvent.CREATED), window.takeEvents());
  }

  @Test
  void noMoreIsInFlightThanTheWindowTakesAndTheRestWaits() {
    openSmall();
    offer("1", "2", "3", "4", "5");
    assertFalse(window.queue().offer("6", A, 1, true));
    assertEquals(List.of("1", "2", "3"), sent());
    window.answered(RequestId.of(FIRST_ID + 1), Answer.EMPTY, 0, 0);
    assertEquals(List.of("4", "5"), sent());
    assertEquals(3, window.pending());
  }

  @Test
  void bytesInFlightAreBoundedToo() {
    openSmall();
    assertTrue(window.queue().offer("60", A, 60, true));
    assertTrue(window.queue().offer("50", A, 50, true));
    assertTrue(window.queue().offer("90", A, 90, true));
    assertFalse(window.queue().offer("1", A, 1, true));
    assertEquals(List.of("60"), sent());
    window.answered(RequestId.of(FIRST_ID), Answer.EMPTY, 0, 0);
    assertEquals(List.of("50"), sent());
  }

  @Test
  void theOldestOfALinkThatWasNeverSentIsWithdrawn() {
    openSmall();
    offer("1", "2", "3");
    assertEquals(List.of("1", "2", "3"), sent());
    assertTrue(window.queue().offer("b", B, 1, true));
    offer("5");
    assertTrue(window.queue().withdrawOldestOf(A));
    offer("6");
    assertFalse(window.queue().withdrawOldestOf("a third link"));
    window.answered(RequestId.of(FIRST_ID + 2), Answer.EMPTY, 0, 0);
    assertEquals(List.of("b", "6"), sent());
    assertEquals(5, window.queue().statistics(0, 0, 0).accepted());
    // What was sent once stays, whatever became of the connection: the host may have it.
    window.disconnected();
    assertFalse(window.queue().withdrawOldestOf(A));
  }

  @Test
  void withoutAHostNoMoreIsKeptThanMayBeInFlight() {
    openSmall();
    offer("1", "2", "3", "4", "5");
    window.disconnected();
    assertFalse(window.queue().offer("6", A, 1, false));
    assertEquals(A, window.queue().withdrawSurplus());
    assertEquals(A, window.queue().withdrawSurplus());
    assertNull(window.queue().withdrawSurplus());
    assertEquals(3, window.pending());
    assertEquals(3, window.queue().statistics(0, 0, 0).accepted());
  }

  @Test
  void whatIsHeldBackGoesOutWhenAllModulesAreCreated() {
    window.queue().hold();
    window.create();
    window.connected(0);
    offer("early");
    assertEquals(List.of("CREATE"), sent());
    window.answered(RequestId.of(CREATE_ID), Answer.CREATED, 0, 0);
    assertEquals(List.of(), sent());
    window.queue().release();
    assertEquals(List.of("early"), sent());
  }
}
