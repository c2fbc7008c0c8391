package io.outrigger.interop.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both sides of a link at addresses that everybody may connect to, and everybody does. */
@Timeout(3600)
class StrayClientsTest {
  private static final Logger LOG = LoggerFactory.getLogger(StrayClientsTest.class);
  private static final int PARALLEL = 60;
  private static final int VISITS = Integer.getInteger("outrigger.stray.visits", 3000);
  private static final int MESSAGES = 5000;

  @TempDir Path folder;

  static Stream<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      pairs.add(new Pair(new JavaGateway(), new JavaHost(), Protocol.REQREP, transport));
      pairs.add(new Pair(new CGateway(), new CHost(), Protocol.REQREP, transport));
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void strayClientsEndNothingAndCostNoMessage(Pair pair) throws Exception {
    long seed = Long.getLong("outrigger.stray.seed", System.nanoTime());
    Wire wire = Wire.of(pair.protocol(), pair.transport(), folder);
    try (Session session = new Session(pair, wire, "echo", "")) {
      session.exchange(numbered(0, 10));
      List<String> urls = List.of(wire.gatewayUrl(), wire.hostUrl());
      try (StrayClients strays = new StrayClients(urls, PARALLEL, seed)) {
        int from = 10;
        do {
          session.exchange(numbered(from, from + MESSAGES));
          from += MESSAGES;
        } while (strays.visits() < VISITS);
        strays.awaitVisits(VISITS);
        LOG.info("{}: {} messages, {} visits, seed {}", pair, from, strays.visits(), seed);
      }
      session.stop();
      session.requireNothingMore();
      for (String output : List.of(session.gateway().output(), session.host().output())) {
        assertTrue(output.contains("for what came over them"), output);
      }
    }
  }

  private static List<Message> numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> Message.of(("" + number).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
