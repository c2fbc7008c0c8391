package io.outrigger.protocol.reqrep;

import io.outrigger.testsupport.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A tcp network in the hands of a test: between a port of its own and another one. */
final class Forwarder implements AutoCloseable {
  private static final int BUFFER_BYTES = 8192;

  private final int targetPort;
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  // Guarded by this.
  private final List<Socket> open = new ArrayList<>();
  private boolean stopped;

  Forwarder(int targetPort) throws IOException {
    this.targetPort = targetPort;
    server = new ServerSocket(0, 50, InetAddress.getByName(Addresses.localHost()));
    run(this::accept);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // Its connections are closed.
              }
            },
            "forwarder");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  String url() {
    return Addresses.tcp(server.getLocalPort());
  }

  /** How many connections came so far. */
  int connections() {
    return connections.get();
  }

  private void accept() throws IOException {
    for (; ; ) {
      Socket one = server.accept();
      Socket other = new Socket();
      keep(one);
      keep(other);
      try {
        other.connect(new InetSocketAddress(Addresses.localHost(), targetPort));
        connections.incrementAndGet();
        run(() -> forward(one, other));
        run(() -> forward(other, one));
      } catch (IOException e) {
        one.close();
      }
    }
  }

  private synchronized void keep(Socket socket) {
    open.add(socket);
  }

  private void forward(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitGoing();
        out.write(buffer, 0, read);
      }
    }
  }

  private synchronized void awaitGoing() throws InterruptedException {
    while (stopped) {
      wait();
    }
  }

  /** Cuts all connections; what is on its way is lost. */
  synchronized void cut() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** Forwards nothing from now on, but keeps the connections. */
  synchronized void stop() {
    stopped = true;
  }

  synchronized void goOn() {
    stopped = false;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    server.close();
    goOn();
    cut();
  }
}
