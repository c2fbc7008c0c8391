package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LimitsTest {
  @Test
  void theSocketAfterTheLastSaysWhatToDoAndAClosedOneMakesRoom() throws Exception {
    ChildJvm.Result result = new ChildJvm(ManySockets.class).run();
    assertEquals(
        "511 sockets\n"
            + "open a REP socket: Too many open files (EMFILE 24); close sockets (a process has"
            + " 512), or raise the limit of open files: ulimit -n\n"
            + "again",
        result.output());
    assertEquals(0, result.exitCode());
  }

  /** Opens sockets until there are no more. */
  static final class ManySockets {
    public static void main(String[] arguments) {
      List<NanoSocket> sockets = new ArrayList<>();
      try {
        for (; ; ) {
          sockets.add(NanoSocket.open(Protocol.REP));
        }
      } catch (NanoException e) {
        System.out.println(sockets.size() + " sockets");
        System.out.println(e.getMessage());
      }
      sockets.get(99).close();
      NanoSocket.open(Protocol.PAIR).close();
      sockets.forEach(NanoSocket::close);
      System.out.println("again");
    }
  }
}
