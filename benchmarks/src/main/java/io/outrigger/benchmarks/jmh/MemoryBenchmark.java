package io.outrigger.benchmarks.jmh;

import io.outrigger.nanomsg.NativeMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a message's native memory costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryBenchmark {
  @Param({"100", "65536"})
  private int bytes;

  private byte[] content;
  private NativeMessage message;
  private NativeMessage fresh;

  @Setup
  public void open() {
    content = new byte[bytes];
    message = new NativeMessage();
    message.allocate(bytes);
    fresh = new NativeMessage();
  }

  @TearDown
  public void close() {
    message.close();
    fresh.close();
  }

  /** {@code nn_allocmsg} and {@code nn_freemsg}. */
  @Benchmark
  public int allocate() {
    fresh.allocate(bytes);
    return fresh.size();
  }

  @Benchmark
  public void copyIn() {
    message.put(0, content, 0, bytes);
  }

  @Benchmark
  public byte[] copyOut() {
    message.get(0, content, 0, bytes);
    return content;
  }

  @Benchmark
  public int oneWord() {
    message.putInt(0, bytes);
    return message.getInt(4);
  }
}
