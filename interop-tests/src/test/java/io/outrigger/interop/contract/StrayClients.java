package io.outrigger.interop.contract;

import io.outrigger.testsupport.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that have no business at an address: many at once, again and again, until this is closed.
 * Some say nothing and stay, some speak HTTP, TLS or half of a greeting, some greet as a peer does
 * and go on with frames of any type and size; some hang up at any moment, by a reset where there is
 * such a thing.
 */
final class StrayClients implements AutoCloseable {
  private static final int SILENT_PER_ADDRESS = 10;
  private static final int MAX_HALF = 9;

  /** NN_REQ's greeting, which a listener of reqrep expects. */
  private static final byte[] GREETING = {0, 'S', 'P', 0, 0, 0x30, 0, 0};

  private static final String HANDSHAKE =
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Protocol: req.sp.nanomsg.org\r\n\r\n";

  private static final String BROWSER =
      "Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\r\nAccept: */*\r\n"
          + "Accept-Language: en\r\nAccept-Encoding: gzip, deflate\r\nConnection: close\r\n";

  private final List<String> urls;
  private final List<Thread> threads = new ArrayList<>();
  private final List<SocketChannel> silent = new ArrayList<>();
  private final AtomicInteger visits = new AtomicInteger();
  private volatile boolean ended;

  /** What a client couldn't do that has nothing to do with how it is received. */
  private volatile RuntimeException failure;

  /** Begins. */
  StrayClients(List<String> urls, int parallel, long seed) throws IOException {
    this.urls = urls;
    for (String url : urls) {
      for (int i = 0; i < SILENT_PER_ADDRESS; i++) {
        silent.add(connect(url));
      }
    }
    for (int i = 0; i < parallel; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> visit(random), "stray client " + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** How many connections they have made so far. */
  int visits() {
    return visits.get();
  }

  void awaitVisits(int count) {
    Await.until(() -> count + " visits; there were " + visits, () -> visits.get() >= count);
    if (failure != null) {
      throw failure;
    }
  }

  private void visit(Random random) {
    try {
      while (!ended) {
        String url = urls.get(random.nextInt(urls.size()));
        try (SocketChannel channel = connect(url)) {
          visits.incrementAndGet();
          speak(channel, URI.create(url).getScheme().equals("ws"), random);
        } catch (IOException e) {
          // Hung up on, or nobody accepts that fast: as it may be.
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private static SocketChannel connect(String url) throws IOException {
    if (url.startsWith("ipc://")) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(url.substring("ipc://".length())));
      return channel;
    }
    URI address = URI.create(url);
    return SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
  }

  private static void speak(SocketChannel channel, boolean ws, Random random) throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> write(channel, random(random, random.nextInt(MAX_HALF)));
      case 1 -> inPieces(channel, GREETING, random);
      case 2 -> write(channel, http(random));
      case 3 -> write(channel, random(random, random.nextInt(6000)));
      default -> {
        write(channel, ws ? text(HANDSHAKE) : GREETING);
        write(channel, frames(ws, random));
      }
    }
    if (random.nextBoolean()) {
      reset(channel);
    } else {
      readToTheEnd(channel);
    }
  }

  private static byte[] http(Random random) {
    String[] methods = {"GET", "HEAD", "POST", "OPTIONS", "CONNECT", "\u0016\u0003\u0001"};
    String[] versions = {"HTTP/1.1", "HTTP/1.0", "HTTP/2", ""};
    return text(
        methods[random.nextInt(methods.length)]
            + " / "
            + versions[random.nextInt(versions.length)]
            + "\r\n"
            + BROWSER
            + (random.nextBoolean() ? "Authorization: Bearer " + "0".repeat(60) + "\r\n" : "")
            + (random.nextBoolean() ? "Sec-WebSocket-Version: " + "1".repeat(900) + "\r\n" : "")
            + (random.nextBoolean() ? "Cookie: " + "c".repeat(5000) + "\r\n" : "")
            + "\r\n{\"a\":1}");
  }

  /** Some right ones, and then one that isn't. */
  private static byte[] frames(boolean ws, Random random) {
    ByteBuffer frames = ByteBuffer.allocate(1000);
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] content = random(random, random.nextInt(60));
      if (ws) {
        frames.put((byte) 0x82).put((byte) (0x80 | content.length)).putInt(0);
      } else {
        // The type over ipc; over tcp it is the first byte of a size, and so a huge one.
        frames.put((byte) random.nextInt(3)).putLong(content.length);
      }
      frames.put(content);
    }
    if (ws) {
      frames.put((byte) random.nextInt()).put((byte) 0xFF);
    }
    frames.putLong(1L << (20 + random.nextInt(44))).putInt(0);
    byte[] bytes = new byte[frames.position()];
    frames.flip().get(bytes);
    return bytes;
  }

  private static byte[] random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void inPieces(SocketChannel channel, byte[] bytes, Random random)
      throws IOException {
    int left = random.nextInt(bytes.length + 1);
    for (int i = 0; i < left; i++) {
      write(channel, new byte[] {bytes[i]});
      Thread.yield();
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  private static void reset(SocketChannel channel) throws IOException {
    if (channel.getRemoteAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
  }

  /** This side has nothing more to say; the other one closes. */
  private static void readToTheEnd(SocketChannel channel) throws IOException {
    channel.shutdownOutput();
    ByteBuffer sink = ByteBuffer.allocate(1000);
    while (channel.read(sink) >= 0) {
      sink.clear();
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    for (SocketChannel channel : silent) {
      channel.close();
    }
    Await.until(() -> "the end of " + threads, () -> threads.stream().noneMatch(Thread::isAlive));
  }
}
