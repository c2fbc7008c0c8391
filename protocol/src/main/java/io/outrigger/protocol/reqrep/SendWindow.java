package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.wire.Identity;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a side has to send and hasn't been told that it was handled: the sender's half of {@code
 * docs/reqrep.md}, as a state machine. What happens comes in with the time, in nanoseconds of any
 * clock that doesn't go back. What is to be sent its owner asks for by {@link #next}, and confirms
 * by {@link #sent}; what it finds out about the peer comes as an {@link Event}. It knows no
 * sockets, threads or clocks.
 *
 * <p>Used by one thread at a time.
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

  /** What is to be sent. */
  enum Next {
    NOTHING,
    CREATE,
    MESSAGE,
    DESTROY
  }

  /** What was found out about the peer. */
  enum Event {
    /** The peer that was lost has answered. */
    RETURNED,
    /** The host has the module: the answer to CREATE_REQUEST. */
    CREATED,
    /** The host can't create the module: the answer to CREATE_REQUEST. */
    NOT_CREATED,
    /** The host has destroyed the module: DESTROY was answered. */
    DESTROYED,
    /** The peer has been silent for too long: it is taken for stopped. */
    LOST
  }

  private final Side side;
  private final long timeoutNanos;
  private final PacketQueue<M> queue;
  private final Peer peer;

  private boolean connected;

  /** A gateway's messages wait until all of its modules are created. */
  private boolean held;

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

  /** Of those that weren't taken by the owner yet; mostly empty. */
  private final EnumSet<Event> events = EnumSet.noneOf(Event.class);

  // What next gave last: where in the queue it stands, if it is a message.
  private Next next = Next.NOTHING;
  private int nextPlace;

  private long accepted;
  private long delivered;
  private long inDoubt;
  private long undelivered;

  /**
   * @param waiting how much more than the limits may wait until it can be sent
   * @param createId the id of a gateway's CREATE_REQUEST
   * @param firstId the id of the first message
   */
  SendWindow(Side side, WindowLimits limits, QueueBound waiting, int createId, int firstId) {
    this.side = side;
    timeoutNanos = limits.acknowledgeNanos();
    queue = new PacketQueue<>(limits.bound(), waiting, RequestId.of(firstId));
    peer = new Peer(limits);
    createPacket.setId(RequestId.of(createId));
  }

  /** Holds messages back until {@link #release}. */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
  }

  boolean isHeld() {
    return held;
  }

  /**
   * Takes a message, if there is room.
   *
   * @param owner may be null
   * @param mayWait whether it may be one more than may be in flight
   */
  boolean offer(M message, Object owner, int size, boolean mayWait) {
    if (!queue.hasRoom(size, mayWait)) {
      return false;
    }
    accepted++;
    queue.add(message, owner, size);
    return true;
  }

  /** Gives back the oldest message of an owner that was never sent; false if there is none. */
  boolean withdrawOldestOf(Object owner) {
    boolean there = queue.removeOldestOf(owner);
    accepted -= there ? 1 : 0;
    return there;
  }

  /**
   * Gives back the newest message if it was never sent, and there are more than may be in flight.
   *
   * @return its owner, or null
   */
  Object withdrawSurplus() {
    Object owner = queue.removeSurplus();
    accepted -= owner == null ? 0 : 1;
    return owner;
  }

  /** A gateway wants a module: it is asked for now and over each new connection. */
  void create() {
    creates = true;
    createPacket.setDue(flow == Flow.CREATING);
  }

  /** A gateway wants the module destroyed, once everything was handled. */
  void destroy() {
    destroyPacket.setDue(true);
  }

  /** A new connection. Nothing from an earlier one may be on its way any more. */
  void connected(long now) {
    connected = true;
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
  }

  /** Packets that an earlier peer may have taken are accounted for, or go to that peer again. */
  private void goOn() {
    flow = side == Side.HOST ? Flow.OPEN : Flow.CREATING;
    createPacket.setDue(creates);
  }

  void disconnected() {
    connected = false;
    flow = Flow.CLOSED;
    createPacket.setDue(false);
    repeatDue = false;
    repeated = false;
    unrefused = 0;
    queue.expose();
    peer.forget();
  }

  /** A gateway's listener has a new connection: the host's sender came back. */
  void hostReconnected() {
    if (flow == Flow.OPEN || flow == Flow.CREATING) {
      createPacket.setDue(creates);
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
  boolean createReceived(long gateway) {
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
      events.add(Event.RETURNED);
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
    events.add(created ? Event.CREATED : Event.NOT_CREATED);
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
      events.add(Event.DESTROYED);
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
        events.add(Event.LOST);
      }
      case NONE -> {
        // As expected.
      }
    }
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

  /** What is to be sent now. Nothing changes until {@link #sent} confirms that it was. */
  Next next() {
    next = !connected ? Next.NOTHING : findNext();
    return next;
  }

  private Next findNext() {
    if (createPacket.isDue()) {
      return Next.CREATE;
    }
    if (repeatDue && queue.sent() > 0) {
      nextPlace = 0;
      return Next.MESSAGE;
    }
    if (!held && (flow == Flow.OPEN || flow == Flow.ASK) && queue.maySendNext()) {
      nextPlace = queue.sent();
      return Next.MESSAGE;
    }
    boolean destroys = flow == Flow.OPEN && destroyPacket.isDue() && pending() == 0;
    return destroys ? Next.DESTROY : Next.NOTHING;
  }

  /** The id of what {@link #next} gave. */
  int nextId() {
    return switch (next) {
      case CREATE -> createPacket.id();
      case DESTROY -> destroyId();
      default -> queue.id(nextPlace);
    };
  }

  private int destroyId() {
    if (!destroyPacket.isNumbered()) {
      destroyPacket.setId(queue.useId());
    }
    return destroyPacket.id();
  }

  /** The base to send with it: the oldest id that is kept until it is acknowledged. */
  int nextBase() {
    boolean afterAll = next == Next.DESTROY || next == Next.CREATE && isDestroying();
    return afterAll ? destroyId() : queue.id(0);
  }

  /** The message that {@link #next} gave. */
  M nextMessage() {
    return queue.message(nextPlace);
  }

  /** The size of the message that {@link #next} gave. */
  int nextSize() {
    return queue.size(nextPlace);
  }

  /** What {@link #next} gave last was sent. */
  void sent(long now) {
    switch (next) {
      case CREATE -> ownSent(createPacket, now);
      case DESTROY -> ownSent(destroyPacket, now);
      case MESSAGE -> messageSent(now);
      case NOTHING -> throw new IllegalStateException("nothing was to be sent");
    }
    next = Next.NOTHING;
  }

  private void ownSent(OwnPacket packet, long now) {
    packet.sent();
    if (queue.sent() == 0) {
      peer.expected(now);
    }
  }

  private void messageSent(long now) {
    unrefused += nextPlace == 0 ? 1 : 0;
    if (nextPlace < queue.sent()) {
      repeatDue = false;
      repeated = true;
      return;
    }
    if (nextPlace == 0) {
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
  }

  /** What was found out since the last call; empty if nothing was. */
  Set<Event> takeEvents() {
    if (events.isEmpty()) {
      return Set.of();
    }
    Set<Event> taken = EnumSet.copyOf(events);
    events.clear();
    return taken;
  }

  /** Gives up: what may have been taken is in doubt, the rest undelivered. */
  void close() {
    doubt(queue.maybeTaken());
    undelivered += leave(queue.count());
    disconnected();
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
  SessionStatistics statistics(long received, long duplicates, long refused) {
    return new SessionStatistics(
        accepted, delivered, inDoubt, undelivered, pending(), received, duplicates, refused);
  }
}
