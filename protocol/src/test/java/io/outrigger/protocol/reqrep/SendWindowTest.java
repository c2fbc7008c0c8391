package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorded schedule can't show, as it would be too long. */
class SendWindowTest {
  private static final int CREATE_ID = 7;

  /** As if so many messages had been sent that their ids are more than half around the circle. */
  private static final int FIRST_ID = CREATE_ID + (1 << 30) + 10;

  private final Told told = new Told();
  private final SendWindow<String> window =
      new SendWindow<>(Side.GATEWAY, WindowLimits.DEFAULT, CREATE_ID, FIRST_ID, told);

  @Test
  void createReplyCountsHoweverFarTheIdsHaveGone() {
    window.create(0);
    window.connected(0);
    window.answered(told.createIds.get(0), Answer.CREATED, 0, 0);
    window.offer("message", 10, 0);
    assertEquals(RequestId.of(FIRST_ID), told.messageId);
    window.answered(told.messageId, Answer.EMPTY, 0, 0);
    assertEquals(0, window.pending());
    window.disconnected();
    window.connected(0);
    assertEquals(List.of(RequestId.of(CREATE_ID), RequestId.of(CREATE_ID)), told.createIds);
    // So does the HELLO before it: a host that has said who it is isn't taken for plain.
    window.answered(RequestId.of(CREATE_ID - 1), Answer.HELLO, 1, 0);
    window.answered(told.createIds.get(1), Answer.CREATED, 0, 0);
    window.offer("message", 10, 0);
    window.tick(WindowLimits.DEFAULT.acknowledgeNanos());
    assertEquals(1, window.pending());
    assertEquals(List.of(true, true), told.created);
  }

  private static final class Told implements WindowOutput<String> {
    final List<Integer> createIds = new ArrayList<>();
    final List<Boolean> created = new ArrayList<>();
    int messageId;

    @Override
    public boolean sendMessage(int base, int id, String message) {
      messageId = id;
      return true;
    }

    @Override
    public boolean sendCreate(int base, int id) {
      createIds.add(id);
      return true;
    }

    @Override
    public boolean sendDestroy(int id) {
      throw new AssertionError("nothing is to be destroyed");
    }

    @Override
    public void created(boolean done) {
      created.add(done);
    }

    @Override
    public void destroyed() {
      throw new AssertionError("nothing is to be destroyed");
    }

    @Override
    public void lost() {
      throw new AssertionError("nobody is silent");
    }

    @Override
    public void returned() {
      throw new AssertionError("nobody was silent");
    }
  }
}
