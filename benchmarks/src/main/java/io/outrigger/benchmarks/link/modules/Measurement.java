package io.outrigger.benchmarks.link.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One command to the probe, from its beginning to its result. */
abstract class Measurement {
  final Broker broker;
  final int count;
  final byte[] content;

  /** The answer to the command. */
  final CompletableFuture<String> result = new CompletableFuture<>();

  private Measurement(Broker broker, int count, int bytes) {
    this.broker = broker;
    this.count = count;
    content = new byte[bytes];
  }

  static Measurement of(String work, Broker broker, int count, int bytes) {
    return switch (work) {
      case "to-host" -> new ToHost(broker, count, bytes);
      case "to-gateway" -> new ToGateway(broker, count, bytes);
      case "echo" -> new Echo(broker, count, bytes);
      default -> throw new IllegalArgumentException("unknown command: " + work);
    };
  }

  /** Sends what it begins with; on the thread of the commands. */
  abstract void begin();

  /** Takes a message from the remote module; on the module's thread. */
  abstract void receive(Message message);

  void command(String work) {
    broker.publish(
        Message.of(
            Map.of(
                "work", work,
                "count", Integer.toString(count),
                "bytes", Integer.toString(content.length)),
            new byte[0]));
  }

  /** Gateway to host; the remote module tells the time from the first to the last. */
  private static final class ToHost extends Measurement {
    ToHost(Broker broker, int count, int bytes) {
      super(broker, count, bytes);
    }

    @Override
    void begin() {
      command("sink");
      for (int i = 0; i < count; i++) {
        broker.publish(Message.of(content));
      }
    }

    @Override
    void receive(Message message) {
      result.complete(message.property("nanos"));
    }
  }

  /** Host to gateway; the time from the first to the last. */
  private static final class ToGateway extends Measurement {
    private int received;
    private long begin;

    ToGateway(Broker broker, int count, int bytes) {
      super(broker, count, bytes);
    }

    @Override
    void begin() {
      command("source");
    }

    @Override
    void receive(Message message) {
      if (received++ == 0) {
        begin = System.nanoTime();
      }
      if (received == count) {
        result.complete(Long.toString(System.nanoTime() - begin));
      }
    }
  }

  /** There and back, one at a time, each sent by the thread that received the one before. */
  private static final class Echo extends Measurement {
    private final long[] samples;
    private int received;
    private volatile long begin;

    Echo(Broker broker, int count, int bytes) {
      super(broker, count, bytes);
      samples = new long[count];
    }

    @Override
    void begin() {
      command("echo");
      send();
    }

    private void send() {
      begin = System.nanoTime();
      broker.publish(Message.of(content));
    }

    @Override
    void receive(Message message) {
      samples[received++] = System.nanoTime() - begin;
      if (received < count) {
        send();
      } else {
        Arrays.sort(samples);
        result.complete(percentile(500) + " " + percentile(990) + " " + percentile(999));
      }
    }

    /** The smallest sample that this share of all is not above. */
    private long percentile(int perMille) {
      int rank = (int) ((count * (long) perMille + 999) / 1000);
      return samples[Math.max(rank - 1, 0)];
    }
  }
}
