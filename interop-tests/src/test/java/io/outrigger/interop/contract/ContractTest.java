package io.outrigger.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonParser;
import io.outrigger.interop.modules.Role;
import io.outrigger.module.Message;
import io.outrigger.runtime.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every pair of peers keeps. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.outrigger.interop.contract.Pairs#possible")
@ExtendWith(ResultTable.class)
@Timeout(180)
class ContractTest {
  /** What the serialized form has besides content and properties. */
  private static final int HEAD_BYTES = 14;

  @Parameter Pair pair;
  @TempDir Path folder;
  private Session session;

  private Session open(String role) throws IOException {
    return open(role, "");
  }

  private Session open(String role, String more) throws IOException {
    session = new Session(pair, folder, role, more);
    return session;
  }

  @AfterEach
  void close() {
    if (session != null) {
      session.close();
    }
  }

  private static Message text(String content) {
    return Message.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Message message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  private static List<Message> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> text("" + number)).toList();
  }

  private void stopAndRequireNothingMore() throws Exception {
    session.stop();
    session.requireNothingMore();
  }

  @Test
  void moduleIsCreatedStartedAndDestroyedInThisOrder() throws Exception {
    open("echo", ",\"text\":\"\u00e4 \\\"/ \u20ac\",\"list\":[1,2.5,null,true,{}]");
    session.exchange(numbered(0, 10));
    stopAndRequireNothingMore();
    List<String> calls = session.calls("");
    assertEquals(3, calls.size(), calls::toString);
    assertEquals("create ", calls.get(0).substring(0, 7));
    assertEquals(
        JsonParser.parseString(session.configuration()),
        JsonParser.parseString(calls.get(0).substring(7)));
    assertEquals(List.of("start", "destroy"), calls.subList(1, 3));
  }

  @Test
  void manyMessagesEachWayArriveOnceAndInOrder() throws Exception {
    int many = pair.many();
    byte[] content = new byte[100];
    open("echo")
        .sendMeanwhile(
            IntStream.range(0, many)
                .mapToObj(number -> Message.of(Map.of("number", "" + number), content))
                .toList());
    for (int number = 0; number < many; number++) {
      assertEquals("" + number, session.receive().property("number"), session::toString);
    }
    stopAndRequireNothingMore();
  }

  @Test
  void orderIsKeptWhateverTheSizes() throws Exception {
    open("echo")
        .exchange(
            IntStream.range(0, 1000)
                .mapToObj(n -> Message.of(Map.of("number", "" + n), new byte[n % 50 * n % 60_000]))
                .toList());
  }

  @Test
  void propertiesArriveAsTheyAre() throws Exception {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("z", "first");
    properties.put("", "of an empty key");
    properties.put("empty", "");
    properties.put("\u00fcn\u00efc\u00f6de \u20ac \uD834\uDD1E", "\u4f60\u597d\n\t\u0001\"\\");
    properties.put("a", "x".repeat(10_000));
    IntStream.range(0, 100).forEach(i -> properties.put("key " + i, "value " + i));
    Message message = Message.of(properties, new byte[] {1, 2, 3});
    open("echo").send(message);
    Message back = session.receive();
    assertEquals(message, back);
    assertEquals(List.copyOf(properties.keySet()), List.copyOf(back.properties().keySet()));
  }

  @Test
  void contentArrivesAsItIs() throws Exception {
    byte[] all = new byte[512];
    IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
    open("echo").exchange(List.of(Message.of(all), text(""), Message.of(new byte[] {0}), text("")));
  }

  @Test
  void theLargestReachesTheModuleAndALargerOneIsRefusedByTheGateway() throws Exception {
    int largest = pair.protocol().largestMessage() - HEAD_BYTES;
    open("echo").send(Message.of(new byte[largest + 1]));
    session.exchange(List.of(Message.of(new byte[largest]), text("small")));
    session.requireNothingMore();
  }

  @Test
  void theLargestReachesTheGatewayAndALargerOneIsRefusedByTheHost() throws Exception {
    int largest = pair.protocol().largestMessage() - HEAD_BYTES;
    open("size").send(text("" + largest));
    assertEquals(largest, session.receive().contentSize());
    session.send(text("" + (largest + 1)));
    assertEquals(text("refused"), session.receive());
    session.send(text("7"));
    assertEquals(7, session.receive().contentSize());
  }

  @Test
  void moduleThatRefusesEndsTheGatewaysStart() throws Exception {
    open("refuse").gateway().awaitFailure();
    if (pair.host().endsWithRefusal(pair.protocol())) {
      session.host().awaitExit(ExitCode.MODULE.status());
    } else {
      assertTrue(session.host().isAlive(), session::toString);
    }
    assertEquals(1, session.calls("").size(), () -> "more than a create; " + session);
  }

  @Test
  void moduleThatFailsInReceiveGoesOn() throws Exception {
    open("throw").send(text("first"));
    session.send(text("! thrown away"));
    session.send(text("second"));
    assertEquals(text("first"), session.receive());
    assertEquals(text("second"), session.receive());
    stopAndRequireNothingMore();
  }

  @Test
  void slowModuleGetsEverything() throws Exception {
    open("slow").exchange(numbered(0, 1500));
    stopAndRequireNothingMore();
  }

  @Test
  void sinkGetsEverythingInOrder() throws Exception {
    List<Message> messages = new ArrayList<>(numbered(0, 20_000));
    messages.add(text("?"));
    open("sink").sendMeanwhile(messages);
    assertEquals("20000 in order", text(session.receive()));
    stopAndRequireNothingMore();
  }

  @Test
  void sourceIsHeardInOrder() throws Exception {
    open("source");
    receivePublished(1);
  }

  @Test
  void severalThreadsPublishEachInItsOrder() throws Exception {
    open("publishers");
    receivePublished(Role.THREADS);
  }

  private void receivePublished(int threads) throws Exception {
    int[] next = new int[threads];
    for (int i = 0; i < Role.PUBLISHED; i++) {
      String[] parts = text(session.receive()).split(" ");
      int thread = Integer.parseInt(parts[0]);
      assertEquals(next[thread]++, Integer.parseInt(parts[1]), "of thread " + thread);
    }
    stopAndRequireNothingMore();
  }

  @Test
  void hostThatIsKilledAtRestReturnsAndNothingIsLost() throws Exception {
    open("echo").exchange(numbered(0, 500));
    session.host().kill();
    session.startHost();
    session.awaitCalls("start", 2); // what goes to a dead one at once can be lost over pair
    session.exchange(numbered(500, 1000));
    stopAndRequireNothingMore();
    assertEquals(2, session.calls("start").size(), session::toString);
  }

  @Test
  void hostThatIsKilledInFlowReturnsAndNothingComesTwice() throws Exception {
    open("echo").sendMeanwhile(numbered(0, 20_000));
    awaitNumber(1000);
    session.host().kill();
    session.startHost();
    session.awaitCalls("start", 2);
    int last = awaitRest(19_999, 0);
    assertEquals(19_999, last);
    stopAndRequireNothingMore();
  }

  /** Receives until that number has come; requires that they rise one by one. */
  private void awaitNumber(int number) throws InterruptedException {
    for (int next = 0; next <= number; next++) {
      assertEquals("" + next, text(session.receive()));
    }
  }

  /**
   * Receives until that number or a later one has come.
   *
   * @param twice how many may come twice in a row
   */
  private int awaitRest(int number, int twice) throws InterruptedException {
    int last = -1;
    int repeats = 0;
    while (last < number) {
      int before = last;
      last = Integer.parseInt(text(session.receive()));
      repeats += last == before ? 1 : 0;
      if (last < before || repeats > twice) {
        fail(last + " after " + before + "; " + session);
      }
    }
    return last;
  }

  @Test
  void gatewayThatIsKilledAtRestReturnsAndNothingIsLost() throws Exception {
    open("echo").exchange(numbered(0, 500));
    session.gateway().kill();
    session.startGateway();
    session.exchange(numbered(500, 1000));
    stopAndRequireNothingMore();
    int modules = pair.protocol() == Protocol.REQREP ? 1 : 2;
    assertEquals(modules, session.calls("create").size(), session::toString);
    assertEquals(modules, session.calls("destroy").size(), session::toString);
  }

  @Test
  void gatewayThatIsKilledInFlowReturnsAndAtMostOneComesTwice() throws Exception {
    open("echo").sendMeanwhile(numbered(0, 20_000));
    awaitNumber(1000);
    session.gateway().kill();
    session.startGateway();
    session.sendMeanwhile(numbered(20_000, 21_000));
    assertEquals(20_999, awaitRest(20_999, 1));
    stopAndRequireNothingMore();
  }
}
