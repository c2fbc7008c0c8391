package io.outrigger.protocol.reqrep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@link Streams} of a listener in the hands of a schedule. */
final class ListenerSchedule implements ScheduledMachine, Streams.Output {
  private static final int NUMBER = 0x7FFFFFFF;

  private final Streams streams = new Streams(this);
  private final List<String> connections = new ArrayList<>();
  private final Map<List<String>, Stream> taken = new HashMap<>();
  private final List<String> actions = new ArrayList<>();
  private long now;

  @Override
  public List<String> happen(List<String> words) {
    actions.clear();
    switch (words.get(0)) {
      case "taking" -> streams.take(words.get(1).equals("yes"));
      case "packet" -> packet(words.get(1), words.get(2));
      case "handled" -> handled(words.get(1), words.get(2), Integer.parseInt(words.get(3)));
      case "time" -> time(Long.parseLong(words.get(1)));
      default -> throw new IllegalArgumentException("unknown event " + words);
    }
    return actions;
  }

  private void packet(String connection, String id) {
    if (!connections.contains(connection)) {
      connections.add(connection);
    }
    int[] words = {connections.indexOf(connection), RequestId.of(Integer.parseInt(id))};
    switch (streams.packet(words, words.length)) {
      case TAKEN -> {
        actions.add("take");
        taken.put(List.of(connection, id), streams.last());
      }
      case REPEAT -> actions.add("repeat");
      case REFUSED -> actions.add("refuse");
      case EARLY -> actions.add("drop");
    }
  }

  private void handled(String connection, String id, int bytes) {
    Stream stream = taken.get(List.of(connection, id));
    streams.handled(stream, RequestId.of(Integer.parseInt(id)), bytes, now);
  }

  private void time(long millis) {
    now = TimeUnit.MILLISECONDS.toNanos(millis);
    streams.tick(now);
  }

  @Override
  public void answer(int[] way, int id) {
    answered(way, id, "empty");
  }

  @Override
  public void refuse(int[] way, int id) {
    answered(way, id, "refused");
  }

  private void answered(int[] way, int id, String body) {
    actions.add("answer " + connections.get(way[0]) + " " + (id & NUMBER) + " " + body);
  }
}
