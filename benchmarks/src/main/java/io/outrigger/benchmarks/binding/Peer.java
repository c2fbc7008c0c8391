package io.outrigger.benchmarks.binding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One side of {@code bench binding} in Java; {@code binding-peer.c} is the same in C, and describes
 * the arguments and commands.
 */
public final class Peer {
  private final boolean server;
  private final PeerSocket socket;

  private Peer(boolean server, PeerSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  /** Opens the socket that the arguments describe. */
  public interface Opener {
    PeerSocket open(boolean server, boolean raw, String url, int bytes);
  }

  public static void main(String[] arguments) throws IOException {
    run(arguments, PeerSocket::new);
  }

  /** Obeys the commands with a socket of this kind. */
  public static void run(String[] arguments, Opener opener) throws IOException {
    boolean server = arguments[0].equals("server");
    boolean raw = arguments[1].equals("reqrep");
    int bytes = Integer.parseInt(arguments[3]);
    try (PeerSocket socket = opener.open(server, raw, arguments[2], bytes)) {
      System.out.println("ready");
      new Peer(server, socket).serve();
    }
  }

  private void serve() throws IOException {
    BufferedReader stdin =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = stdin.readLine(); line != null; line = stdin.readLine()) {
      String[] words = line.split(" ");
      int count = Integer.parseInt(words[1]);
      if (words[0].equals("one-way")) {
        System.out.println(server ? receiveOneWay(count) : sendOneWay(count));
      } else {
        System.out.println(server ? echo(count) : ask(count));
      }
    }
  }

  private String sendOneWay(int count) {
    for (int i = 0; i < count; i++) {
      socket.send();
    }
    return "done";
  }

  private String receiveOneWay(int count) {
    socket.receive();
    long begin = System.nanoTime();
    for (int i = 1; i < count; i++) {
      socket.receive();
    }
    return Long.toString(System.nanoTime() - begin);
  }

  private String echo(int count) {
    for (int i = 0; i < count; i++) {
      socket.receive();
      socket.sendBack();
    }
    return "done";
  }

  private String ask(int count) {
    Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      socket.send();
      socket.receive();
      histogram.recordValue(System.nanoTime() - begin);
    }
    return histogram.getValueAtPercentile(50)
        + " "
        + histogram.getValueAtPercentile(99)
        + " "
        + histogram.getValueAtPercentile(99.9);
  }
}
