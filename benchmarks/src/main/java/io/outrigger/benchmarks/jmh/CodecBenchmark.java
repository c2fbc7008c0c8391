package io.outrigger.benchmarks.jmh;

import io.outrigger.module.Message;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.WireException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What turning messages into bytes and back costs, with two properties. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  @Param({"100", "65536"})
  private int bytes;

  private final MessageEncoder encoder = new MessageEncoder();
  private Message made;
  private Message received;
  private byte[] encoded;
  private byte[] target;
  private ByteSink sink;

  @Setup
  public void prepare() throws WireException {
    made =
        Message.of(Map.of("source", "sensor", "macAddress", "01:02:03:04:05:06"), new byte[bytes]);
    target = new byte[(int) MessageEncoder.sizeOf(made)];
    sink =
        (index, source, offset, length) -> System.arraycopy(source, offset, target, index, length);
    encoder.encode(made, sink, 0);
    encoded = target.clone();
    received = MessageDecoder.decode(encoded, 0, encoded.length);
  }

  /** A message that a module made. */
  @Benchmark
  public int encode() {
    return encoder.encode(made, sink, 0);
  }

  /** A message passed on as it came. */
  @Benchmark
  public int encodeReceived() {
    return encoder.encode(received, sink, 0);
  }

  @Benchmark
  public long size() {
    return MessageEncoder.sizeOf(made);
  }

  @Benchmark
  public Message decode() throws WireException {
    return MessageDecoder.decode(encoded, 0, encoded.length);
  }

  /** As a module does that reads a property. */
  @Benchmark
  public String decodeAndReadProperty() throws WireException {
    return MessageDecoder.decode(encoded, 0, encoded.length).property("source");
  }
}
