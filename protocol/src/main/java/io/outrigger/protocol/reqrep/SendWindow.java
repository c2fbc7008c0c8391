package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.wire.Identity;

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
    /** The oldest packet alone, to find out whether the peer is the one from before. */
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

  /** The oldest packet was repeated, and no HELLO has said since that the peer has it. */
  private boolean repeated;

  /** How often the oldest packet was sent over this connection, less the refusals of it. */
  private int unrefused;

  /** A gateway wants a module. */
  private boolean creates;

  private final OwnPacket createPacket = new OwnPacket();
  private final OwnPacket destroyPacket = new OwnPacket();
  private boolean destroyed;

  private long accepted;
  private long delivered;
  private long inDoubt;
  private long undelivered;

  /**
   * @param createId the id of a gateway's CREATE_REQUEST; those of what follows come after it
   */
  SendWindow(Side side, WindowLimits limits, int createId, WindowOutput<? super M> output) {
    this(side, limits, createId, RequestId.plus(createId, 1), output);
  }

  /**
   * @param createId the id of a gateway's CREATE_REQUEST
   * @param firstId the id of the first message
   */
  SendWindow(
      Side side, WindowLimits limits, int createId, int firstId, WindowOutput<? super M> output) {
    this.side = side;
    this.output = output;
    timeoutNanos = limits.acknowledgeNanos();
    queue = new PacketQueue<>(limits.messages(), limits.bytes(), RequestId.of(firstId));
    peer = new Peer(limits);
    createPacket.setId(RequestId.of(createId));
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
    } else if (peer.isKnown()) {
      // Alone, as well: were more refused, a gateway that started over would leave them in doubt.
      flow = queue.exposed() > 0 ? Flow.QUIET : Flow.ASK;
      askAt = now + timeoutNanos;
    }
    send(now);
  }

  /** Packets that an earlier peer may have taken are accounted for, or go to that peer again. */
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
    repeated = false;
    unrefused = 0;
    queue.expose();
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
   * A host got CREATE_REQUEST. It may be late, from a gateway that is gone; so the same gateway as
   * before is asked, too, whether it is the one that the present connection is to.
   *
   * @param gateway which gateway sent it: its identity, or for a plain one any number that no
   *     identity can be
   * @return whether that is another than before: what the old one may have taken is in doubt
   */
  boolean createHeard(long gateway, long now) {
    boolean startedOver = peer.isAnother(gateway);
    peer.becomes(gateway);
    if (startedOver) {
      doubt(queue.maybeTaken());
      repeatDue = false;
      repeated = false;
    }
    if (connected) {
      boolean asks = flow != Flow.OPEN && queue.exposed() > 0 && Identity.areWords(gateway);
      flow = !asks ? Flow.OPEN : flow == Flow.ASKED ? Flow.ASKED : Flow.ASK;
      send(now);
    }
    return startedOver;
  }

  /**
   * An SP reply came over the present connection.
   *
   * @param identity whose it is, if it is a HELLO; else 0
   */
  void answered(int id, Answer answer, long identity, long now) {
    boolean createReply = answer == Answer.CREATED || answer == Answer.REFUSED;
    // It keeps its id for good, however far the others have gone around the circle.
    boolean toCreate = createReply && createPacket.has(id);
    boolean greeting = !createReply && isBeforeCreate(id);
    if (!connected || !toCreate && !greeting && RequestId.distance(id, queue.unusedId()) <= 0) {
      return;
    }
    if (answer == Answer.REFUSED && !toCreate && !(queue.sent() > 0 && id == queue.id(0))) {
      // It says nothing of the oldest packet, which may be missing there.
      peer.acknowledged();
      return;
    }
    repeatDue = false;
    if (peer.answered(now, !toCreate)) {
      output.returned();
    }
    if (answer == Answer.HELLO) {
      met(identity);
    }
    if (toCreate) {
      createReplied(answer == Answer.CREATED);
    } else if (answer == Answer.REFUSED) {
      refused(now);
    } else if (!greeting) {
      handled(id);
    }
    send(now);
  }

  /** Whether it is the id before CREATE_REQUEST's, which no message in the window has. */
  private boolean isBeforeCreate(int id) {
    return createPacket.isSent()
        && id == RequestId.plus(createPacket.id(), -1)
        && queue.upTo(id) == 0;
  }

  /** The peer says who it is: maybe not the one from before. */
  private void met(long identity) {
    if (peer.isAnother(identity)) {
      // A device may have had this connection go to the one from before, too.
      doubt(peer.hasGreeted() ? queue.maybeTaken() : queue.exposed());
    }
    peer.greeted(identity);
    repeated = false;
  }

  private void createReplied(boolean created) {
    if (!peer.hasGreeted()) {
      peer.becomePlain();
    }
    if (!created) {
      flow = Flow.CLOSED;
    } else if (flow == Flow.CREATING) {
      flow = Flow.OPEN;
    }
    output.created(created);
  }

  private void handled(int id) {
    if (flow == Flow.ASKED && peer.isStrange()) {
      doubt(queue.exposed());
    }
    int count = leave(queue.upTo(id));
    delivered += count;
    if (count > 0 && repeated) {
      sendAgain();
    }
    if (destroyPacket.has(id)) {
      destroyed = true;
      output.destroyed();
    }
    if (flow == Flow.ASKED) {
      goOn();
    }
  }

  /**
   * The oldest packet was missing at the peer until it was repeated: a repeat of one that it has is
   * answered by HELLO. Those behind it were dropped there.
   */
  private void sendAgain() {
    repeated = false;
    if (peer.hasGreeted()) {
      queue.expose();
    }
  }

  /**
   * This peer has no module. It didn't take the oldest packet, nor those behind it, which it would
   * take only in their order. But when it was sent again meanwhile, that one may be taken.
   */
  private void refused(long now) {
    unrefused--;
    if (unrefused > 0) {
      queue.expose();
    } else {
      queue.takeBack();
    }
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
    boolean creating = flow == Flow.CREATING && createPacket.isSent() && peer.acknowledges();
    switch (peer.tick(now, creating || isDestroying() || queue.sent() > 0)) {
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
    destroyPacket.setDue(destroyPacket.isDue() || isDestroying());
  }

  /** DESTROY was sent and isn't answered. */
  private boolean isDestroying() {
    return destroyPacket.isSent() && !destroyed;
  }

  /** This peer isn't the one that acknowledged before, if one did. */
  private void foundPlain() {
    peer.becomePlain();
    doubt(queue.exposed());
    delivered += leave(queue.sent());
    if (flow == Flow.ASKED) {
      goOn();
    }
  }

  /** The oldest, that many, may have been taken by a peer that is gone. */
  private void doubt(int count) {
    inDoubt += leave(count);
  }

  private int leave(int count) {
    int left = queue.leave(count);
    if (left > 0) {
      unrefused = Math.min(1, queue.sent());
    }
    return left;
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
      repeatDue = !sendPacket(0);
      repeated |= !repeatDue;
      return !repeatDue;
    }
    if (queue.sent() < queue.count()) {
      return (flow == Flow.OPEN || flow == Flow.ASK) && sendNext(now);
    }
    return destroyPacket.isDue() && flow == Flow.OPEN && pending() == 0 && sendDestroy(now);
  }

  private boolean sendCreate(long now) {
    int base = isDestroying() ? destroyPacket.id() : queue.id(0);
    blocked = !output.sendCreate(base, createPacket.id());
    return !blocked && ownSent(createPacket, now);
  }

  private boolean sendDestroy(long now) {
    if (!destroyPacket.isNumbered()) {
      destroyPacket.setId(queue.useId());
    }
    blocked = !output.sendDestroy(destroyPacket.id());
    return !blocked && ownSent(destroyPacket, now);
  }

  private boolean ownSent(OwnPacket packet, long now) {
    packet.sent();
    if (queue.sent() == 0) {
      peer.expected(now);
    }
    return true;
  }

  private boolean sendNext(long now) {
    int place = queue.sent();
    if (!sendPacket(place)) {
      return false;
    }
    if (place == 0) {
      peer.expected(now);
      peer.addressed(now);
    }
    queue.nextSent();
    if (flow == Flow.ASK) {
      flow = Flow.ASKED;
    }
    if (peer.isPlain()) {
      delivered += leave(queue.sent());
    }
    return true;
  }

  private boolean sendPacket(int place) {
    blocked = !output.sendMessage(queue.id(0), queue.id(place), queue.message(place));
    unrefused += place == 0 && !blocked ? 1 : 0;
    return !blocked;
  }

  /** Gives up: what may have been taken is in doubt, the rest undelivered. */
  void close() {
    doubt(queue.maybeTaken());
    undelivered += leave(queue.count());
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
