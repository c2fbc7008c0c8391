package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.PairSchedules.setting;

import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link HostMachine} in the hands of a schedule. */
final class PairHostSchedule implements PairSchedules.Machine, HostMachine.Output {
  private final HostMachine machine;
  private final List<String> actions = new ArrayList<>();
  private long now;
  private long quietAt;
  private long newest;

  PairHostSchedule(List<String> settings) {
    String gone = setting(settings, "gone", "wait").toUpperCase(Locale.ROOT);
    PairHostSettings hostSettings =
        new PairHostSettings(
            "ipc://control",
            OnGatewayGone.valueOf(gone),
            Duration.ofMillis(Long.parseLong(setting(settings, "orphan", "30000"))),
            Duration.ofMillis(Long.parseLong(setting(settings, "reattach", "3000"))),
            1 << 20);
    machine = new HostMachine(hostSettings, this, now);
  }

  @Override
  public List<String> happen(List<String> words) {
    actions.clear();
    HostPhase before = machine.phase();
    event(words);
    boolean ownEvent = List.of("quiet", "next", "newest", "receives").contains(words.get(0));
    if (machine.end() != null && before != HostPhase.ENDED) {
      actions.add("end " + PairGatewaySchedule.word(machine.end()));
    } else if (machine.phase().isAction() && !ownEvent) {
      require(!before.isAction() || words.get(0).equals("done"), words);
      actions.add(PairGatewaySchedule.word(machine.phase()));
    }
    return List.copyOf(actions);
  }

  private static void require(boolean condition, List<String> words) {
    if (!condition) {
      throw new IllegalArgumentException(words + " comes before 'done'");
    }
  }

  private void event(List<String> words) {
    switch (words.get(0)) {
      case "connected" -> {
        newest = number(words, 1);
        machine.connected(newest, now);
      }
      case "disconnected" -> machine.disconnected(now);
      case "newest" -> newest = number(words, 1);
      case "create" -> {
        Create create = new Create("ipc://" + words.get(1), words.get(2));
        machine.created(create, number(words, 4), now);
      }
      case "unreadable" -> machine.createdUnreadably(number(words, 1));
      case "start" -> requireCreate(machine.started());
      case "destroy" -> requireCreate(machine.destroyed(now));
      case "close" -> machine.close();
      case "done" -> done(words);
      case "quiet" -> quietAt = PairGatewaySchedule.nanos(words.get(1));
      case "idle" -> machine.idle(now, quietAt);
      case "time" -> {
        now = PairGatewaySchedule.nanos(words.get(1));
        machine.idle(now, quietAt);
      }
      case "message" -> {
        now = PairGatewaySchedule.nanos(words.get(1));
        machine.tick(now);
      }
      case "receives" -> actions.add(machine.isReceiving() ? "yes" : "no");
      case "next" -> actions.add("next " + PairSchedules.millis(machine.deadline(quietAt) - now));
      default -> throw new IllegalArgumentException("unknown event " + words);
    }
  }

  private void requireCreate(boolean afterCreate) {
    if (!afterCreate) {
      actions.add("refused");
    }
  }

  private void done(List<String> words) {
    if (words.contains("at")) {
      now = PairGatewaySchedule.nanos(words.get(words.size() - 1));
    }
    if (words.contains("failed")) {
      machine.failed(now);
    } else {
      machine.done(now);
    }
  }

  private static long number(List<String> words, int place) {
    return Long.parseLong(words.get(place));
  }

  @Override
  public boolean reply(ControlStatus status, long connection) {
    boolean sent = connection == newest;
    String over = sent ? " over " + connection : " not sent";
    actions.add("reply " + PairGatewaySchedule.word(status) + over);
    return sent;
  }

  @Override
  public long askForCreate(long connection) {
    actions.add("ask for create " + (connection == newest ? "over " + connection : "not sent"));
    return newest;
  }

  @Override
  public void messagesArrived() {
    actions.add("all arrived");
  }
}
