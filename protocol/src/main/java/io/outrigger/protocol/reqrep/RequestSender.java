package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.Packet;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what an {@link Outbox} says over a {@link RequestSocket}, with two threads.
 *
 * <p>Whoever brings an event to the outbox sends what the socket takes at once. When the socket is
 * full, the pushing thread waits for room there, and goes on. The watching thread takes answers,
 * looks at the connection, and tells the observer.
 */
final class RequestSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  /** A look that comes so late says that this process was stopped, or had no time. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final String name;
  private final SenderObserver observer;
  private final RequestSocket socket;
  private final Outbox outbox;
  private final Thread watching;
  private final Thread pushing;

  /** Set before the outbox is told to create. */
  private volatile byte[] createPacket;

  // Of the watching thread.
  private final Queue<Runnable> news = new ArrayDeque<>();
  private long nextLook = System.nanoTime();

  /** Connects, which needs no peer yet; nothing is left open when that fails. */
  RequestSender(String name, Side side, ReqRepSettings settings, SenderObserver observer) {
    this.name = name;
    this.observer = observer;
    socket = new RequestSocket(settings.remoteUrl(), side.messages());
    outbox = new Outbox(name, side, settings, new Actions());
    watching = thread(this::watch, name + " answers");
    pushing = thread(this::push, name + " sender");
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Does what the window decides. */
  private final class Actions implements SendWindow.Output<Message> {
    private final byte[] destroyPacket = Packet.destroy();

    @Override
    public boolean sendMessage(int id, Message message) {
      return socket.trySend(id, message);
    }

    @Override
    public boolean sendCreate(int id) {
      observer.creating();
      return socket.trySend(id, createPacket);
    }

    @Override
    public boolean sendDestroy(int id) {
      return socket.trySend(id, destroyPacket);
    }

    // What follows comes of answers and of time, and so from the watching thread alone.

    @Override
    public void created(boolean done) {
      news.add(() -> observer.created(done));
    }

    @Override
    public void lost() {
      news.add(observer::lost);
    }

    @Override
    public void returned() {
      news.add(observer::returned);
    }
  }

  /** Begins; the observer hears from now on. */
  void start() {
    watching.start();
    pushing.start();
  }

  /** What is to be sent. */
  Outbox outbox() {
    return outbox;
  }

  /** A gateway: has the host create the module, now and over each new connection. */
  void create(byte[] packet) {
    createPacket = packet;
    outbox.create();
  }

  private void push() {
    run(
        () -> {
          while (outbox.awaitBlocked()) {
            if (socket.awaitSendable()) {
              outbox.writable();
            }
          }
        });
  }

  private void watch() {
    run(
        () -> {
          try (AnswerReader answers = socket.answers()) {
            while (!outbox.isClosed()) {
              watch(answers);
            }
          }
        });
  }

  private void watch(AnswerReader answers) throws InterruptedException {
    if (!outbox.isConnected()) {
      // There are no answers to wait for.
      outbox.pause(nextLook - System.nanoTime());
    } else if (answers.next()) {
      outbox.answered(answers.id(), answers.answer());
    }
    long now = System.nanoTime();
    if (now - nextLook >= 0) {
      look(now);
    }
    for (Runnable next = news.poll(); next != null; next = news.poll()) {
      next.run();
    }
  }

  private void look(long now) {
    boolean late = now - nextLook > LATE_NANOS;
    Connection connection = socket.connection();
    switch (connection.look(now)) {
      case CONNECTED -> {
        outbox.connected();
        observer.connected();
      }
      case DISCONNECTED -> {
        outbox.disconnected();
        observer.disconnected();
      }
      case NONE -> {
        if (!late) {
          // Else answers may lie in the socket: they come first.
          outbox.tick();
        }
      }
    }
    observer.looked(outbox);
    nextLook = now + connection.lookNanos(now);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (!outbox.isClosed()) {
        LOG.error("{}: the sender failed; the link is closed", name, e);
        outbox.close();
      }
    }
  }

  @Override
  public void close() {
    outbox.close();
    socket.wake();
    Threads.join(watching);
    Threads.join(pushing);
    socket.close();
  }
}
