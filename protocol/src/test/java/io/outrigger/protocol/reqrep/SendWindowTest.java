package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorded schedule can't show, as it would be too long. */
class SendWindowTest {
  /** So many new streams take the ids more than half around their circle. */
  private static final int STREAMS = (1 << 30) / RequestId.MAX_WINDOW + 10;

  private final Told told = new Told();
  private final SendWindow<String> window =
      new SendWindow<>(Side.GATEWAY, WindowLimits.DEFAULT, 7, told);

  @Test
  void createReplyCountsHoweverFarTheIdsHaveGone() {
    window.create(0);
    window.connected(0);
    window.answered(told.createIds.get(0), Answer.CREATED, 0);
    for (int i = 0; i < STREAMS; i++) {
      window.disconnected();
    }
    window.connected(0);
    assertEquals(List.of(RequestId.of(7), RequestId.of(7)), told.createIds);
    window.answered(told.createIds.get(1), Answer.CREATED, 0);
    assertEquals(List.of(true, true), told.created);
  }

  private static final class Told implements WindowOutput<String> {
    final List<Integer> createIds = new ArrayList<>();
    final List<Boolean> created = new ArrayList<>();

    @Override
    public boolean sendMessage(int id, String message) {
      throw new AssertionError("there are no messages");
    }

    @Override
    public boolean sendCreate(int id) {
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
