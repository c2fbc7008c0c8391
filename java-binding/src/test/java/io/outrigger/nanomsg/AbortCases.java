package io.outrigger.nanomsg;

import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Random;

/**
 * What makes libnanomsg 1.1.5 abort the process, or destroy data, tried through the binding. Run in
 * a JVM of its own, with the case's name and a directory; prints {@value #SURVIVED} in the end.
 */
public final class AbortCases {
  static final String SURVIVED = "survived";

  /** Each has been seen to kill a C program that does the same. */
  enum Case {
    IPC_PATH_OF_108_TO_128_BYTES,
    BIND_OVER_A_FILE,
    UNLIMITED_RECEIVE_SIZE,
    A_PEER_THAT_ANNOUNCES_A_HUGE_MESSAGE,
    A_HEADER_ON_A_COOKED_SOCKET,
    A_NEGATIVE_TIME,
    A_FIRST_SOCKET_WITHOUT_DESCRIPTORS,
    AN_ONLY_SOCKET_WITHOUT_DESCRIPTORS,
    A_NAME_LOOKED_UP_WITHOUT_DESCRIPTORS,
    A_CONNECTION_ACCEPTED_WITHOUT_DESCRIPTORS,
    A_SOCKET_FILE_THAT_CANT_BE_REMOVED,
    A_REPLY_THAT_COMES_TOO_LATE,
    A_SECOND_PEER_OF_AN_INPROC_PAIR,
    GARBAGE_FROM_A_PEER
  }

  private final Path directory;

  private AbortCases(Path directory) {
    this.directory = directory;
  }

  /** Runs one case. */
  public static void main(String[] arguments) throws Exception {
    new AbortCases(Path.of(arguments[1])).run(Case.valueOf(arguments[0]));
    System.out.println(SURVIVED);
  }

  private void run(Case which) throws Exception {
    switch (which) {
      case IPC_PATH_OF_108_TO_128_BYTES -> longPaths();
      case BIND_OVER_A_FILE -> files();
      case UNLIMITED_RECEIVE_SIZE -> unlimited();
      case A_PEER_THAT_ANNOUNCES_A_HUGE_MESSAGE -> hugeAnnouncement();
      case A_HEADER_ON_A_COOKED_SOCKET -> headerOnCooked();
      case A_NEGATIVE_TIME -> negativeTimes();
      case A_FIRST_SOCKET_WITHOUT_DESCRIPTORS -> firstSocketWithoutDescriptors();
      case AN_ONLY_SOCKET_WITHOUT_DESCRIPTORS -> onlySocketWithoutDescriptors();
      case A_NAME_LOOKED_UP_WITHOUT_DESCRIPTORS -> lookUpWithoutDescriptors();
      case A_CONNECTION_ACCEPTED_WITHOUT_DESCRIPTORS -> acceptWithoutDescriptors();
      case A_SOCKET_FILE_THAT_CANT_BE_REMOVED -> fileThatStays();
      case A_REPLY_THAT_COMES_TOO_LATE -> lateReply();
      case A_SECOND_PEER_OF_AN_INPROC_PAIR -> secondPeer();
      case GARBAGE_FROM_A_PEER -> garbage();
    }
  }

  private static NanoException refused(Runnable call) {
    try {
      call.run();
    } catch (NanoException e) {
      return e;
    }
    throw new AssertionError("not refused");
  }

  private static void illegal(Runnable call) {
    try {
      call.run();
    } catch (IllegalArgumentException e) {
      return;
    }
    throw new AssertionError("not refused");
  }

  private static void check(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private void longPaths() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      for (int bytes = 108; bytes <= 140; bytes++) {
        String path = directory + "/";
        String url = "ipc://" + path + "x".repeat(bytes - path.length());
        refused(() -> socket.bind(url));
        refused(() -> socket.connect(url));
        String inUmlauts = "ipc://" + path + "ä".repeat((bytes + 1 - path.length()) / 2);
        refused(() -> socket.bind(inUmlauts));
      }
    }
  }

  private void files() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    Path pipe = directory.resolve("pipe");
    ChildProcess.run("mkfifo", pipe.toString());
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      for (Path path : new Path[] {file, pipe, link, directory}) {
        refused(() -> socket.bind("ipc://" + path));
        check(Files.exists(path), path);
      }
    }
    check(Files.readString(file).equals("precious"), "the file is another");
  }

  private void unlimited() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      illegal(() -> socket.set(SocketOption.MAX_RECEIVE_SIZE, -1L));
      illegal(() -> socket.set(SocketOption.MAX_RECEIVE_SIZE, Long.MAX_VALUE));
      check(socket.get(SocketOption.MAX_RECEIVE_SIZE) == 16 << 20, "another limit");
    }
  }

  private void hugeAnnouncement() throws IOException {
    for (Transport transport : new Transport[] {Transport.TCP, Transport.IPC}) {
      String url = transport.address(directory);
      try (NanoSocket receiver = NanoSocket.open(Protocol.PAIR)) {
        receiver.bind(url);
        for (long size : new long[] {(16 << 20) + 1, 1L << 40, Long.MAX_VALUE, -1}) {
          ByteBuffer bytes = ByteBuffer.allocate(17);
          bytes.put(new byte[] {0, 'S', 'P', 0, 0, 16, 0, 0});
          if (transport == Transport.IPC) {
            bytes.put((byte) 1);
          }
          bytes.putLong(size).flip();
          try (SocketChannel channel = connect(url)) {
            channel.write(bytes);
            channel.shutdownOutput();
            drain(channel);
          }
        }
        try (NanoSocket sender = NanoSocket.open(Protocol.PAIR)) {
          sender.connect(url);
          sender.send(new byte[3]);
          check(receiver.receive().orElseThrow().length == 3, "a message of another size");
        }
      }
    }
  }

  /** A plain connection to an address of ipc, tcp or ws on this machine. */
  static SocketChannel connect(String url) throws IOException {
    if (url.startsWith("ipc://")) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(url.substring("ipc://".length())));
      return channel;
    }
    return SocketChannel.open(socketAddress(url));
  }

  /** Of a URL of tcp or ws. */
  static SocketAddress socketAddress(String url) {
    URI uri = URI.create(url);
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  private static void drain(SocketChannel channel) {
    ByteBuffer sink = ByteBuffer.allocate(1_000);
    try {
      while (channel.read(sink.clear()) >= 0) {
        // Until the library closes it.
      }
    } catch (IOException e) {
      // Reset: closed as well.
    }
  }

  private void headerOnCooked() {
    try (SpHeader header = new SpHeader();
        NativeMessage message = new NativeMessage()) {
      header.append(0x80000001);
      message.allocate(4);
      for (Protocol protocol : Protocol.values()) {
        try (NanoSocket socket = NanoSocket.open(protocol)) {
          socket.set(SocketOption.SEND_TIMEOUT, Duration.ZERO);
          illegal(() -> socket.send(message, header));
          illegal(() -> socket.trySend(message, header));
          check(message.size() == 4, "the message is gone");
        }
      }
    }
  }

  private void negativeTimes() {
    try (NanoSocket surveyor = NanoSocket.open(Protocol.SURVEYOR);
        NanoSocket request = NanoSocket.open(Protocol.REQ)) {
      for (Duration time : new Duration[] {Duration.ofMillis(-1), SocketOption.FOREVER}) {
        illegal(() -> surveyor.set(SocketOption.SURVEY_DEADLINE, time));
        illegal(() -> request.set(SocketOption.REQUEST_RESEND_INTERVAL, time));
        illegal(() -> request.set(SocketOption.RECONNECT_INTERVAL, time));
      }
      illegal(() -> request.set(SocketOption.SEND_TIMEOUT, Duration.ofMillis(-1)));
      surveyor.send(new byte[1]);
      request.send(new byte[1]);
    }
  }

  private static void firstSocketWithoutDescriptors() throws IOException {
    for (int left = 0; left <= 12; left++) {
      Deque<Closeable> held = Descriptors.exhaust(left);
      try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
        check(!socket.isClosed(), "closed");
      } catch (RuntimeException | LinkageError e) {
        System.out.println("with " + left + ": " + e);
      }
      Descriptors.release(held);
    }
  }

  private void onlySocketWithoutDescriptors() throws IOException {
    NanoSocket.open(Protocol.PAIR).close();
    refused(() -> NanoSocket.open(Protocol.PAIR).bind("tcp://nowhere:1"));
    String tcp = Transport.TCP.address(directory);
    String ipc = Transport.IPC.address(directory);
    NanoSocket other = NanoSocket.open(Protocol.PAIR);
    refused(() -> other.bind("ipc://" + directory));
    Deque<Closeable> held = Descriptors.exhaust(0);
    NanoException opening = refused(() -> NanoSocket.open(Protocol.PAIR));
    NanoException binding = refused(() -> other.bind(tcp));
    refused(() -> other.bind(ipc));
    refused(NanoPoller::open);
    other.close();
    Descriptors.release(held);
    check(opening.errno() == Errno.EMFILE, opening);
    check(opening.getMessage().contains("ulimit -n"), opening);
    check(binding.getMessage().startsWith("bind " + tcp + ": "), binding);
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      socket.bind(tcp);
    }
  }

  private void lookUpWithoutDescriptors() throws IOException {
    try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
        NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
      int port = Addresses.freePorts("127.0.0.1", 1).get(0);
      server.bind("tcp://127.0.0.1:" + port);
      Deque<Closeable> held = Descriptors.exhaust(0);
      client.connect("tcp://localhost:" + port);
      // Each attempt fails, in a thread of its own, until there are descriptors again. The library
      // counts only those that get as far as an address.
      long begin = System.nanoTime();
      Await.until("attempts", () -> System.nanoTime() - begin > 500_000_000);
      Descriptors.release(held);
      Connections.await(client, 1);
    }
  }

  private void acceptWithoutDescriptors() throws IOException {
    for (Transport transport : new Transport[] {Transport.TCP, Transport.IPC, Transport.WS}) {
      String url = transport.address(directory);
      try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
          NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
        server.bind(url);
        Deque<Closeable> held = Descriptors.exhaust(1);
        SocketChannel channel = connect(url);
        Await.until("the accept failed", () -> server.statistic(Statistic.CURRENT_EP_ERRORS) > 0);
        Descriptors.release(held);
        channel.close();
        client.connect(url);
        Connections.await(client, 1);
      }
    }
  }

  private void fileThatStays() throws IOException {
    Path place = Files.createDirectory(directory.resolve("place"));
    Path aside = directory.resolve("aside");
    NanoSocket socket = NanoSocket.open(Protocol.PAIR);
    Endpoint endpoint = socket.bind("ipc://" + place + "/s");
    // That the directory became a file keeps root, too, from removing what was in it.
    Files.move(place, aside);
    Files.createFile(place);
    endpoint.close();
    socket.close();
    check(socket.isClosed(), "open");
    Files.delete(place);
    Files.move(aside, place);
    // A file of somebody else's in its place stays.
    NanoSocket another = NanoSocket.open(Protocol.PAIR);
    another.bind("ipc://" + place + "/t");
    Path file = place.resolve("t");
    Files.delete(file);
    Files.writeString(file, "precious");
    another.close();
    check(Files.readString(file).equals("precious"), "the file is another");
  }

  private void lateReply() {
    for (Transport transport : Transport.values()) {
      String url = transport.address(directory);
      try (NanoSocket client = NanoSocket.open(Protocol.REQ)) {
        try (NanoSocket server = NanoSocket.openRaw(Protocol.REP);
            NativeMessage message = new NativeMessage();
            SpHeader header = new SpHeader()) {
          server.bind(url);
          client.connect(url);
          client.send(new byte[100]);
          server.receive(message, header);
          server.send(message, header);
          client.receive().orElseThrow();
          message.allocate(100);
          server.send(message, header);
        }
        // The second reply has come when the end of its connection has.
        Await.until(
            "the server is gone", () -> client.statistic(Statistic.CURRENT_CONNECTIONS) == 0);
      }
    }
  }

  private void secondPeer() {
    try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
        NanoSocket second = NanoSocket.open(Protocol.PAIR)) {
      server.bind("inproc://pair");
      refused(() -> server.bind("ipc://" + directory + "/pair"));
      try (NanoSocket first = NanoSocket.open(Protocol.PAIR)) {
        first.connect("inproc://pair");
        refused(() -> second.connect("inproc://pair"));
        refused(() -> first.connect("inproc://other"));
        first.send(new byte[50]);
      }
      second.connect("inproc://pair");
      second.send(new byte[50]);
      server.receive();
    }
  }

  private void garbage() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (Transport transport : new Transport[] {Transport.TCP, Transport.WS}) {
      for (Protocol protocol : Protocol.values()) {
        String url = transport.address(directory);
        try (NanoSocket socket = NanoSocket.open(protocol)) {
          socket.bind(url);
          for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            byte[] greeting = {0, 'S', 'P', 0, 0, (byte) protocol.counterpart().number(), 0, 0};
            if (random.nextBoolean()) {
              System.arraycopy(greeting, 0, bytes, 0, Math.min(bytes.length, greeting.length));
            }
            try (SocketChannel channel = connect(url)) {
              channel.write(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
              // Closed by the library while there was more to write.
            }
          }
        }
      }
    }
  }
}
