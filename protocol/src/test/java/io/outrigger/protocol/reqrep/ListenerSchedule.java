package io.outrigger.protocol.reqrep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@link Streams} of a listener in the hands of a schedule. */
final class ListenerSchedule implements ScheduledMachine, Streams.Output {
  private static final int NUMBER = 0x7FFFFFFF;

  /** The two words of an identity, and the base. */
  private static final int SENDER_WORDS = 3;

  private final Streams streams = new Streams(this);
  private final List<String> connections = new ArrayList<>();
  private final List<String> identities = new ArrayList<>();
  private final Map<List<String>, Stream> taken = new HashMap<>();
  private final List<String> actions = new ArrayList<>();
  private long now;

  @Override
  public List<String> happen(List<String> words) {
    actions.clear();
    switch (words.get(0)) {
      case "taking" -> streams.take(words.get(1).equals("yes"));
      case "create" -> create(words.get(1), words.get(2), words.subList(3, words.size()));
      case "packet" -> packet(words.get(1), words.get(2), words.subList(3, words.size()));
      case "handled" -> handled(words.get(1), words.get(2), Integer.parseInt(words.get(3)));
      case "time" -> time(Long.parseLong(words.get(1)));
      default -> throw new IllegalArgumentException("unknown event " + words);
    }
    return actions;
  }

  private void create(String connection, String id, List<String> sender) {
    int[] words = words(connection, id, sender);
    streams.create(words, words.length);
  }

  private int[] words(String connection, String id, List<String> sender) {
    int[] words = new int[2 + (sender.isEmpty() ? 0 : SENDER_WORDS)];
    words[0] = index(connections, connection);
    words[words.length - 1] = RequestId.of(Integer.parseInt(id));
    if (!sender.isEmpty()) {
      // All have the first word in common; the second one is the number of a connection, too.
      words[2] = 1 + index(identities, sender.get(0));
      words[3] = Integer.parseInt(sender.get(1));
    }
    return words;
  }

  private void packet(String connection, String id, List<String> sender) {
    int[] words = words(connection, id, sender);
    switch (streams.packet(words, words.length)) {
      case TAKEN -> {
        actions.add("take");
        taken.put(List.of(connection, id), streams.last());
      }
      case DUPLICATE -> actions.add("repeat");
      case REFUSED -> actions.add("refuse");
      case EARLY -> actions.add("drop");
    }
  }

  private static int index(List<String> names, String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
    return names.indexOf(name);
  }

  private void handled(String connection, String id, int bytes) {
    Stream stream = taken.get(List.of(connection, id));
    stream.handled(RequestId.of(Integer.parseInt(id)), bytes);
    streams.tick(now);
  }

  private void time(long millis) {
    now = TimeUnit.MILLISECONDS.toNanos(millis);
    streams.tick(now);
  }

  @Override
  public void answer(int[] route, int id) {
    answered(route, id, "empty");
  }

  @Override
  public void greet(int[] route, int id) {
    answered(route, id, "hello");
  }

  @Override
  public void refuse(int[] route, int id) {
    answered(route, id, "refused");
  }

  private void answered(int[] route, int id, String body) {
    actions.add("answer " + connections.get(route[0]) + " " + (id & NUMBER) + " " + body);
  }
}
