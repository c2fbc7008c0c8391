package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.protocol.SessionStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link SendWindow} in the hands of a schedule. */
final class SenderSchedule implements ScheduledMachine {
  private static final int NUMBER = 0x7FFFFFFF;

  private static final Map<PeerEvent, String> NAMES =
      Map.of(
          PeerEvent.RETURNED, "returned",
          PeerEvent.CREATED, "created",
          PeerEvent.NOT_CREATED, "not-created",
          PeerEvent.DESTROYED, "destroyed",
          PeerEvent.LOST, "lost");

  private final SendWindow<String> window;
  private final List<String> actions = new ArrayList<>();
  private boolean full;
  private final List<String> peers = new ArrayList<>();
  private long now;

  SenderSchedule(List<String> settings) {
    Map<String, Long> values = new HashMap<>();
    for (String setting : settings.subList(2, settings.size())) {
      String[] parts = setting.split("=");
      values.put(parts[0], Long.valueOf(parts[1]));
    }
    WindowLimits limits =
        new WindowLimits(
            value(values, "messages", 1024).intValue(),
            value(values, "bytes", 4194304),
            Duration.ofMillis(value(values, "timeout", 1000)),
            value(values, "missed", 3).intValue());
    int first = value(values, "first", 100).intValue();
    Side side = Side.valueOf(settings.get(1).toUpperCase(Locale.ROOT));
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown settings " + values);
    }
    int firstMessage = side == Side.GATEWAY ? first + 1 : first;
    window = new SendWindow<>(side, limits, new QueueBound(0, 0), first, firstMessage);
  }

  private static Long value(Map<String, Long> values, String key, long standard) {
    Long value = values.remove(key);
    return value == null ? standard : value;
  }

  @Override
  public List<String> happen(List<String> words) {
    actions.clear();
    switch (words.get(0)) {
      case "connected" -> window.connected(now);
      case "disconnected" -> window.disconnected();
      case "socket" -> socket(words.get(1));
      case "offer" ->
          offered(window.queue().offer(words.get(1), null, Integer.parseInt(words.get(2)), true));
      case "destroy" -> window.destroy();
      case "create" -> window.create();
      case "accepted" -> window.hostReconnected();
      case "heard" -> window.createRequested(identity(words.get(1)));
      case "answer" -> answer(Integer.parseInt(words.get(1)), words.subList(2, words.size()));
      case "time" -> time(Long.parseLong(words.get(1)));
      case "close" -> window.close();
      case "counts" -> counts();
      default -> throw new IllegalArgumentException("unknown event " + words);
    }
    window.takeEvents().forEach(event -> actions.add(NAMES.get(event)));
    pump();
    return actions;
  }

  private void socket(String state) {
    full = state.equals("full");
  }

  private void pump() {
    while (!full) {
      WindowOutput.Next next = window.next();
      switch (next) {
        case NOTHING -> {
          return;
        }
        case MESSAGE -> send(window.nextMessage());
        case CREATE -> send("create");
        case DESTROY -> send("destroy");
      }
      window.sent(now);
    }
  }

  private void offered(boolean taken) {
    if (!taken) {
      actions.add("full");
    }
  }

  private void answer(int id, List<String> body) {
    Answer answer = Answer.valueOf(body.get(0).toUpperCase(Locale.ROOT));
    long identity = answer == Answer.HELLO ? identity(body.get(1)) : 0;
    window.answered(RequestId.of(id), answer, identity, now);
  }

  /** Who has a name: a plain gateway, if it begins with "plain". */
  private long identity(String peer) {
    if (!peers.contains(peer)) {
      peers.add(peer);
    }
    int number = 1 + peers.indexOf(peer);
    return peer.startsWith("plain") ? Integer.toUnsignedLong(RequestId.of(number)) : number;
  }

  private void time(long millis) {
    now = TimeUnit.MILLISECONDS.toNanos(millis);
    window.tick(now);
  }

  private void counts() {
    SessionStatistics sent = window.queue().statistics(0, 0, 0);
    actions.add(
        "counts %d %d %d %d %d"
            .formatted(
                sent.accepted(),
                sent.delivered(),
                sent.inDoubt(),
                sent.undelivered(),
                sent.pending()));
  }

  private void send(String name) {
    int base = window.nextBase();
    int id = window.nextId();
    String behind = base == id ? "" : " base " + (base & NUMBER);
    actions.add("send " + (id & NUMBER) + " " + name + behind);
  }
}
