package io.outrigger.benchmarks.jmh;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.nanomsg.Statistic;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a call costs, with no other process and no other thread at work. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
  private NanoSocket near;
  private NanoSocket far;
  private NanoSocket asker;
  private NanoSocket answerer;
  private NativeMessage message;
  private NativeMessage request;
  private SpHeader header;

  @Setup
  public void open() {
    near = NanoSocket.open(Protocol.PAIR);
    far = NanoSocket.open(Protocol.PAIR);
    message = new NativeMessage();
    header = new SpHeader();
    far.bind("inproc://call-benchmark");
    near.connect("inproc://call-benchmark");
    asker = NanoSocket.openRaw(Protocol.REQ);
    answerer = NanoSocket.openRaw(Protocol.REP);
    answerer.bind("inproc://call-benchmark-raw");
    asker.connect("inproc://call-benchmark-raw");
    request = new NativeMessage();
    message.allocate(100);
    check(near.send(message));
    check(far.receive(message));
  }

  @TearDown
  public void close() {
    near.close();
    far.close();
    asker.close();
    answerer.close();
    request.close();
    message.close();
    header.close();
  }

  /** The cheapest call on a socket: the gate, the transition to C, the socket's lock. */
  @Benchmark
  public long statistic() {
    return near.statistic(Statistic.CURRENT_CONNECTIONS);
  }

  /** A receive that finds nothing: as before, and errno. */
  @Benchmark
  public Outcome receiveNothing() {
    return near.tryReceive(message);
  }

  /** A message of 100 bytes sent and received on one thread: what both calls cost together. */
  @Benchmark
  public void sendAndReceive() {
    check(near.send(message));
    check(far.receive(message));
  }

  /** The same on raw sockets, from NN_REQ to NN_REP: the receive fetches the message's header. */
  @Benchmark
  public void sendAndReceiveWithHeader() {
    request.allocate(104);
    request.putInt(0, 0x80000001);
    check(asker.send(request));
    check(answerer.receive(request, header));
  }

  private static void check(Outcome outcome) {
    if (outcome != Outcome.DONE) {
      throw new IllegalStateException("a send or receive ended with " + outcome);
    }
  }
}
