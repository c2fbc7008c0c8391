package io.outrigger.protocol.reqrep;

import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.Packet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what an {@link Outbox} says over a {@link RequestSocket}, with one thread.
 *
 * <p>Whoever brings an event to the outbox sends what the socket takes at once. The thread here
 * takes answers, looks at the connection, tells the observer, and when the socket is full, waits
 * for room there and goes on.
 */
final class RequestSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  /** A look that comes so late says that this process was stopped, or had no time. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** So many are taken at once; then there are other things to do. */
  private static final int MAX_ANSWERS = 1000;

  private final String name;
  private final Identity identity;
  private final SenderObserver observer;
  private final RequestSocket socket;
  private final Outbox outbox;
  private final Thread thread;

  /** Set before the outbox is told to create. */
  private volatile byte[] createPacket;

  private final Queue<Long> createsHeard = new ConcurrentLinkedQueue<>();

  // Of the thread.
  private final Queue<Runnable> news = new ArrayDeque<>();
  private long nextLook = System.nanoTime();

  /**
   * Connects, which needs no peer yet; nothing is left open when that fails.
   *
   * @param identity of the session that this sends for
   */
  RequestSender(
      String name, Side side, Identity identity, ReqRepSettings settings, SenderObserver observer) {
    this.name = name;
    this.identity = identity;
    this.observer = observer;
    socket = new RequestSocket(settings.remoteUrl(), side.messages(), identity);
    outbox = new Outbox(name, side, settings, new Actions());
    thread = new Thread(this::run, name + " sender");
    thread.setDaemon(true);
  }

  /** Does what the window decides. */
  private final class Actions implements WindowOutput<Message> {
    private final byte[] destroyPacket = Packet.destroy();

    @Override
    public boolean sendMessage(int base, int id, Message message) {
      return sent(socket.trySend(base, id, message));
    }

    @Override
    public boolean sendCreate(int base, int id) {
      observer.creating();
      return sent(socket.trySend(base, id, createPacket));
    }

    @Override
    public boolean sendDestroy(int id) {
      return sent(socket.trySend(id, id, destroyPacket));
    }

    /** If the socket is full, the thread has to wait for room there. */
    private boolean sent(boolean taken) {
      if (!taken && Thread.currentThread() != thread) {
        socket.wakeUp();
      }
      return taken;
    }

    // What follows comes of answers and of time, and so from the thread alone.

    @Override
    public void created(boolean done) {
      news.add(() -> observer.created(done));
    }

    @Override
    public void destroyed() {
      // Whoever waits for it sees it in the outbox.
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
    thread.start();
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

  /**
   * A host: CREATE_REQUEST came from this gateway. The thread brings it to the outbox, after a look
   * at the connection: the gateway may have sent it because that has come back.
   */
  void createHeard(long gateway) {
    createsHeard.add(gateway);
    socket.wakeUp();
  }

  private void run() {
    try (AnswerReader answers = new AnswerReader(socket, identity)) {
      while (!outbox.isClosed()) {
        step(answers);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("{}: the sender failed; the link is closed", name, e);
      outbox.close();
    }
  }

  private void step(AnswerReader answers) {
    long nanos = Math.max(0, nextLook - System.nanoTime());
    Duration time = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    if (!outbox.isBlocked()) {
      socket.awaitAnswer(time);
    } else if (socket.awaitRoom(time)) {
      outbox.writable();
    }
    for (int i = 0; i < MAX_ANSWERS && answers.next(); i++) {
      Answer answer = answers.answer();
      outbox.answered(answers.id(), answer, answers.answerer());
    }
    long now = System.nanoTime();
    if (now - nextLook >= 0 || socket.isAnother() || !createsHeard.isEmpty()) {
      look(now);
    }
    for (Long gateway = createsHeard.poll(); gateway != null; gateway = createsHeard.poll()) {
      outbox.createHeard(gateway);
    }
    for (Runnable next = news.poll(); next != null; next = news.poll()) {
      next.run();
    }
  }

  private void look(long now) {
    boolean late = now - nextLook > LATE_NANOS;
    switch (socket.look(now)) {
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
    socket.mend(now);
    observer.looked(outbox);
    nextLook = now + socket.lookNanos(now);
  }

  @Override
  public void close() {
    outbox.close();
    socket.wakeUp();
    Threads.join(thread);
    socket.close();
  }
}
