package io.outrigger.protocol.pair;

import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A {@link GatewayMachine} in the hands of a schedule. */
final class PairGatewaySchedule implements PairSchedules.Machine, GatewayMachine.Output {
  private final GatewayMachine machine;
  private final List<String> actions = new ArrayList<>();
  private long now;
  private long quietAt;
  private boolean full;
  private boolean creating;
  private boolean ending;

  PairGatewaySchedule(List<String> settings) {
    String timeout = PairSchedules.setting(settings, "timeout", "1000");
    machine = new GatewayMachine(Duration.ofMillis(Long.parseLong(timeout)), this);
  }

  @Override
  public List<String> happen(List<String> words) {
    boolean wasOpen = machine.isOpen();
    actions.clear();
    switch (words.get(0)) {
      case "create" -> {
        creating = true;
        machine.create(new Create("ipc://message", "null"), millis(words), now);
      }
      case "start" -> machine.start(now);
      case "destroy" -> {
        ending = true;
        machine.destroy(millis(words), now);
      }
      case "emptied" -> machine.emptied(now, quietAt);
      case "close" -> machine.close();
      case "connected" -> machine.connected(Long.parseLong(words.get(1)), now, quietAt);
      case "disconnected" -> machine.disconnected(now);
      case "messages" -> machine.messagesDisconnected();
      case "reply" -> reply(words.get(1));
      case "quiet" -> quietAt = millis(words).toNanos();
      case "socket" -> full = words.get(1).equals("full");
      case "next" -> actions.add("next " + PairSchedules.millis(machine.deadline(quietAt) - now));
      case "time" -> {
        now = millis(words).toNanos();
        machine.tick(now, quietAt);
      }
      default -> throw new IllegalArgumentException("unknown event " + words);
    }
    if (machine.isOpen() != wasOpen) {
      actions.add(wasOpen ? "queue closes" : "queue opens");
    }
    ownerWaits();
    return List.copyOf(actions);
  }

  private static Duration millis(List<String> words) {
    return Duration.ofMillis(Long.parseLong(words.get(1)));
  }

  private void reply(String status) {
    if (!machine.replied(status(status), now, quietAt)) {
      actions.add("unexpected");
    }
  }

  static ControlStatus status(String word) {
    return ControlStatus.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The owner's thread waits for what becomes of create and destroy. */
  private void ownerWaits() {
    if (creating && !machine.isCreating()) {
      creating = false;
      ControlStatus status = machine.takeReply();
      actions.add("create ends: " + (status == null ? "no answer" : word(status)));
    }
    if (ending && !machine.isEnding()) {
      ending = false;
      actions.add("destroy ends: " + (machine.isDestroyed() ? "destroyed" : "not destroyed"));
    }
  }

  @Override
  public boolean send(ControlPacket packet, long connection) {
    if (!full) {
      String kind = packet.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      actions.add("send " + kind + " over " + connection);
    }
    return !full;
  }

  @Override
  public void messagesArrived() {
    actions.add("all arrived");
  }

  @Override
  public void createFailed(ControlStatus status) {
    actions.add("failed " + word(status));
  }

  @Override
  public void hostLost(ControlStatus status) {
    actions.add("lost " + (status == null ? "connection" : word(status)));
  }

  @Override
  public void hostReturned() {
    actions.add("returned");
  }

  /** Nanoseconds of a word that counts milliseconds. */
  static long nanos(String millis) {
    return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
  }
}
