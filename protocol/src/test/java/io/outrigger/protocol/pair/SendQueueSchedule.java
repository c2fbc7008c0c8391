package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.PairSchedules.setting;

import io.outrigger.base.QueueBound;
import io.outrigger.protocol.SessionStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link SendQueue} in the hands of a schedule. */
final class SendQueueSchedule implements PairSchedules.Machine {
  private final PairCounters counters = new PairCounters();
  private final SendQueue<String, String> queue;
  private final List<String> actions = new ArrayList<>();
  private long now;

  SendQueueSchedule(List<String> settings) {
    queue =
        new SendQueue<>(
            new PairSettings(
                "ipc://control",
                "ipc://message",
                Duration.ofSeconds(1),
                1 << 20,
                Integer.parseInt(setting(settings, "messages", "1024")),
                Long.parseLong(setting(settings, "bytes", "4194304")),
                Duration.ofMillis(Long.parseLong(setting(settings, "reconnect", "5000")))),
            new QueueBound(
                Integer.parseInt(setting(settings, "waiting", "0")),
                Long.parseLong(setting(settings, "waitingbytes", "0"))),
            now);
    if (setting(settings, "held", "no").equals("no")) {
      queue.release(now);
    }
  }

  @Override
  public List<String> happen(List<String> words) {
    actions.clear();
    switch (words.get(0)) {
      case "host" -> queue.open(words.get(1).equals("there"), now);
      case "bring" -> bring(words.get(1), Integer.parseInt(words.get(2)));
      case "withdraw" ->
          actions.add(queue.withdrawOldestOf(words.get(1).intern()) ? "withdrawn" : "none");
      case "surplus" -> actions.add("surplus of " + queue.withdrawSurplus());
      case "release" -> queue.release(now);
      case "next" -> actions.add("next " + (queue.next() == null ? "none" : queue.next()));
      case "sent" -> {
        counters.sent(0, now);
        queue.sent();
      }
      case "broken" -> counters.broken(now);
      case "close" -> queue.close();
      case "give" -> counters.givenUp(queue.clear());
      case "time" -> now = PairGatewaySchedule.nanos(words.get(1));
      case "counts" -> counts();
      default -> throw new IllegalArgumentException("unknown event " + words);
    }
    return List.copyOf(actions);
  }

  private void bring(String message, int size) {
    if (queue.isDirect()) {
      counters.sent(size, now);
      actions.add("direct");
      return;
    }
    // Its first letter is its owner.
    if (queue.keep(message, message.substring(0, 1).intern(), size, now)) {
      actions.add("kept");
    } else if (queue.isClosed()) {
      actions.add("closed");
    } else if (queue.isAbandoned(now)) {
      counters.givenUp(1);
      actions.add("refused");
    } else {
      actions.add("full for " + PairSchedules.millis(queue.abandonedAt() - now));
    }
  }

  private void counts() {
    SessionStatistics sums = counters.statistics(queue.size());
    actions.add(
        "counts %d %d %d %d"
            .formatted(sums.accepted(), sums.delivered(), sums.undelivered(), sums.pending()));
  }
}
