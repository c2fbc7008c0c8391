package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.LinkStatistics;

/**
 * What a side has to send and hasn't been told that it was handled: the sender's half of {@code
 * docs/reqrep.md}, as a state machine. Events come in with the time, in nanoseconds of any clock
 * that doesn't go back; what is to be done goes to an {@link WindowOutput}. It knows no sockets,
 * threads or clocks.
 *
 * <p>Used by one thread at a time: its owner has a lock, and holds it while the output is called.
 *
 * @param <M> the messages that are sent
 */
final class SendWindow<M> {

  /** What may be sent over the present connection. */
  private enum Flow {
    /** Nothing: there is no connection, or (host) no CREATE_REQUEST ever came. */
    CLOSED,
    /** Nothing until it is time to ask, or (host) CREATE_REQUEST comes. */
    QUIET,
    /** The oldest packet alone, to find out who is there. */
    ASK,
    /** Nothing until that packet is answered. */
    ASKED,
    /** CREATE_REQUEST, and nothing until it is answered. */
    CREATING,
    /** Everything. */
    OPEN
  }

  private final Side side;
  private final long timeoutNanos;
  private final WindowOutput<? super M> output;
  private final PacketQueue<M> queue;
  private final Peer peer;

  private boolean connected;

  /** The socket is full. */
  private boolean blocked;

  private Flow flow = Flow.CLOSED;
  private long askAt;
  private boolean repeatDue;
  private int nextId;

  /** A gateway wants a module. */
  private boolean creates;

  private final OwnPacket createPacket = new OwnPacket();
  private final OwnPacket destroyPacket = new OwnPacket();
  private boolean destroyed;

  /** A host has heard CREATE_REQUEST at least once. */
  private boolean heard;

  private int heardId;

  private long accepted;
  private long delivered;
  private long inDoubt;
  private long undelivered;

  /**
   * @param firstId the first request id; any number
   */
  SendWindow(Side side, WindowLimits limits, int firstId, WindowOutput<? super M> output) {
    this.side = side;
    this.output = output;
    timeoutNanos = limits.acknowledgeNanos();
    queue = new PacketQueue<>(limits.messages(), limits.bytes());
    peer = new Peer(limits);
    nextId = RequestId.of(firstId);
  }

  boolean hasRoom(int size) {
    return queue.hasRoom(size);
  }

  /** Takes a message, if there is room, and sends it when that may be. */
  boolean offer(M message, int size, long now) {
    if (!hasRoom(size)) {
      return false;
    }
    accepted++;
    queue.add(message, size);
    send(now);
    return true;
  }

  /** A gateway wants a module: it is asked for now and over each new connection. */
  void create(long now) {
    creates = true;
    createPacket.setDue(flow == Flow.CREATING);
    send(now);
  }

  /** A gateway wants the module destroyed, once everything was handled. */
  void destroy(long now) {
    destroyPacket.setDue(true);
    send(now);
  }

  /** A new connection. Nothing from an earlier one may be on its way any more. */
  void connected(long now) {
    connected = true;
    blocked = false;
    if (side == Side.GATEWAY) {
      if (queue.exposed() > 0) {
        flow = Flow.ASK;
      } else {
        goOn();
      }
    } else if (heard) {
      flow = queue.exposed() > 0 ? Flow.QUIET : Flow.ASK;
      askAt = now + timeoutNanos;
    }
    send(now);
  }

  /** It is known who is there. */
  private void goOn() {
    flow = side == Side.HOST ? Flow.OPEN : Flow.CREATING;
    createPacket.setDue(creates);
  }

  void disconnected() {
    connected = false;
    blocked = false;
    flow = Flow.CLOSED;
    createPacket.setDue(false);
    repeatDue = false;
    queue.expose();
    beginStream();
    peer.forget();
  }

  /** The socket isn't full any more. */
  void writable(long now) {
    blocked = false;
    send(now);
  }

  /** A gateway's listener has a new connection: the host's sender came back. */
  void hostCameBack(long now) {
    if (flow == Flow.OPEN || flow == Flow.CREATING) {
      createPacket.setDue(creates);
      send(now);
    }
  }

  /**
   * A host got CREATE_REQUEST.
   *
   * @return whether its id is another than before: its gateway has started over, and what the old
   *     one may have taken is in doubt
   */
  boolean createHeard(int id, long now) {
    boolean startedOver = heard && id != heardId;
    heard = true;
    heardId = id;
    if (startedOver) {
      doubt(queue.maybeTaken());
      repeatDue = false;
    }
    if (connected) {
      flow = Flow.OPEN;
      send(now);
    }
    return startedOver;
  }

  /** An SP reply came over the present connection. */
  void answered(int id, Answer answer, long now) {
    boolean createReply = answer == Answer.CREATED || answer == Answer.REFUSED;
    // It keeps its id for ever, however far the others have gone around the circle.
    boolean toCreate = createReply && createPacket.has(id);
    if (!connected || !toCreate && RequestId.distance(id, nextId) <= 0) {
      return;
    }
    repeatDue = false;
    if (peer.answered(now, !toCreate)) {
      output.returned();
    }
    if (toCreate) {
      createReplied(answer == Answer.CREATED);
    } else if (answer != Answer.REFUSED) {
      handled(id);
    } else if (queue.isSent(id)) {
      refused(now);
    }
    send(now);
  }

  private void createReplied(boolean created) {
    if (!created) {
      flow = Flow.CLOSED;
    } else if (flow == Flow.CREATING) {
      flow = Flow.OPEN;
    }
    output.created(created);
  }

  private void handled(int id) {
    delivered += queue.leave(queue.upTo(id));
    if (destroyPacket.has(id)) {
      destroyed = true;
      output.destroyed();
    }
    if (flow == Flow.ASKED) {
      goOn();
    }
  }

  /** This peer has no module, so what was sent over this connection was not taken. */
  private void refused(long now) {
    queue.takeBack();
    if (side == Side.GATEWAY) {
      doubt(queue.exposed());
    }
    if (side == Side.GATEWAY && flow == Flow.ASKED) {
      goOn();
    } else {
      flow = Flow.QUIET;
      askAt = now + timeoutNanos;
    }
  }

  /** Time has passed. To be called every few hundredths of a second, and may be at any time. */
  void tick(long now) {
    if (!connected) {
      return;
    }
    if (flow == Flow.QUIET && now - askAt >= 0) {
      if (side == Side.HOST) {
        flow = Flow.ASK;
      } else {
        goOn();
      }
    }
    boolean creating = flow == Flow.CREATING && createPacket.isNumbered();
    switch (peer.tick(now, creating || queue.sent() > 0)) {
      case PLAIN -> foundPlain();
      case MISSED -> missed();
      case LOST -> {
        missed();
        output.lost();
      }
      case NONE -> {
        // As expected.
      }
    }
    send(now);
  }

  /** A peer that acknowledges is silent. A plain host could take CREATE_REQUEST for another one. */
  private void missed() {
    repeatDue = queue.sent() > 0;
    createPacket.setDue(creates && flow == Flow.CREATING);
  }

  /** This peer isn't the one that acknowledged before, if one did. */
  private void foundPlain() {
    inDoubt += queue.leave(queue.exposed());
    delivered += queue.leave(queue.sent());
    if (flow == Flow.ASKED) {
      goOn();
    }
  }

  /**
   * The oldest, that many, may have been taken by a peer that is gone; then those refused behind
   * them leave, too, as they could otherwise look as if these were missing before them.
   */
  private void doubt(int count) {
    if (count > 0) {
      inDoubt += queue.leave(queue.numbered());
      beginStream();
    }
  }

  /**
   * What is sent next has nothing to do with what was sent before, unless that is to be repeated.
   * To a listener that knows only a part of it, ids that just went on would look as if packets
   * before them were missing.
   */
  private void beginStream() {
    if (queue.numbered() == 0) {
      nextId = RequestId.plus(nextId, RequestId.MAX_WINDOW);
    }
  }

  private void send(long now) {
    while (connected && !blocked && sendOne(now)) {
      // There may be more.
    }
  }

  /** Returns whether something was sent. */
  private boolean sendOne(long now) {
    if (createPacket.isDue()) {
      return sendCreate(now);
    }
    if (repeatDue && queue.sent() > 0) {
      repeatDue = !sendPacket(0, queue.id(0));
      return !repeatDue;
    }
    if (queue.sent() < queue.count()) {
      return (flow == Flow.OPEN || flow == Flow.ASK) && sendNext(now);
    }
    return destroyPacket.isDue() && flow == Flow.OPEN && pending() == 0 && sendDestroy(now);
  }

  private boolean sendCreate(long now) {
    int id = createPacket.idOr(nextId);
    blocked = !output.sendCreate(id);
    return !blocked && ownSent(createPacket, id, now);
  }

  private boolean sendDestroy(long now) {
    int id = destroyPacket.idOr(nextId);
    blocked = !output.sendDestroy(id);
    return !blocked && ownSent(destroyPacket, id, now);
  }

  private boolean ownSent(OwnPacket packet, int id, long now) {
    packet.sent(id);
    if (id == nextId) {
      nextId = RequestId.plus(id, 1);
    }
    if (queue.sent() == 0) {
      peer.expected(now);
    }
    return true;
  }

  private boolean sendNext(long now) {
    int place = queue.sent();
    boolean isNew = queue.nextIsNew();
    int id = isNew ? nextId : queue.id(place);
    if (!sendPacket(place, id)) {
      return false;
    }
    if (place == 0) {
      peer.expected(now);
      peer.addressed(now);
    }
    if (isNew) {
      nextId = RequestId.plus(id, 1);
    }
    queue.nextSent(id);
    if (flow == Flow.ASK) {
      flow = Flow.ASKED;
    }
    if (peer.isPlain()) {
      delivered += queue.leave(queue.sent());
    }
    return true;
  }

  private boolean sendPacket(int place, int id) {
    blocked = !output.sendMessage(id, queue.message(place));
    return !blocked;
  }

  /** Gives up: what may have been taken is in doubt, the rest undelivered. */
  void close() {
    inDoubt += queue.leave(queue.maybeTaken());
    undelivered += queue.leave(queue.count());
    disconnected();
  }

  /** Whether it waits for {@link #writable}. */
  boolean isBlocked() {
    return blocked;
  }

  /** Whether the peer takes what is sent: to a gateway, a host that has the module. */
  boolean isPeerThere() {
    return connected && !peer.isLost() && (side == Side.HOST || flow == Flow.OPEN);
  }

  /** Whether DESTROY was answered. */
  boolean isDestroyed() {
    return destroyed;
  }

  /** How many messages are in it. */
  int pending() {
    return queue.count();
  }

  /** What was counted of what is sent, with the other numbers as they are given. */
  LinkStatistics statistics(long received, long duplicates, long refused) {
    return new LinkStatistics(
        accepted, delivered, inDoubt, undelivered, pending(), received, duplicates, refused);
  }
}
