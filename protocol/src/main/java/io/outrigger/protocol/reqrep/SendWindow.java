package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.protocol.wire.Identity;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a side has to send and hasn't been told that it was handled: the sender's half of {@code
 * docs/reqrep.md}, as a state machine. What happens comes in with the time, in nanoseconds of any
 * clock that doesn't go back. What is to be sent its owner asks for by {@link #next}, and confirms
 * by {@link #sent}; what it finds out about the peer comes as an {@link PeerEvent}. It knows no
 * sockets, threads or clocks.
 *
 * <p>Used by one thread at a time.
 *
 * @param <M> the messages that are sent
 */
final class SendWindow<M> extends WindowOutput<M> {
  private final long timeoutNanos;
  private long askAt;

  /** Of those that the owner hasn't taken yet; mostly empty. */
  private final EnumSet<PeerEvent> events = EnumSet.noneOf(PeerEvent.class);

  /**
   * @param waiting how much more than the limits may wait until it can be sent
   * @param createId the id of a gateway's CREATE_REQUEST
   * @param firstId the id of the first message
   */
  SendWindow(Side side, WindowLimits limits, QueueBound waiting, int createId, int firstId) {
    super(
        side,
        new PacketQueue<>(limits.bound(), waiting, RequestId.of(firstId)),
        new Peer(limits),
        createId);
    timeoutNanos = limits.acknowledgeNanos();
  }

  /** Its messages, to add some and to withdraw some that were never sent. */
  PacketQueue<M> queue() {
    return queue;
  }

  /** A gateway wants a module: it is asked for now and over each new connection. */
  void create() {
    creates = true;
    createPacket.due = flow == Flow.CREATING;
  }

  /** A gateway wants the module destroyed, once everything was handled. */
  void destroy() {
    destroyPacket.due = true;
  }

  /** A new connection. Nothing from an earlier one may be in flight any longer. */
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

  void disconnected() {
    connected = false;
    flow = Flow.CLOSED;
    createPacket.due = false;
    repeatDue = false;
    repeated = false;
    unrefused = 0;
    queue.expose();
    peer.forget();
  }

  /** A gateway's listener has a new connection: the host's sender came back. */
  void hostReconnected() {
    if (flow == Flow.OPEN || flow == Flow.CREATING) {
      createPacket.due = creates;
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
  boolean createRequested(long gateway) {
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
      events.add(PeerEvent.RETURNED);
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
    events.add(created ? PeerEvent.CREATED : PeerEvent.NOT_CREATED);
  }

  private void handled(int id) {
    if (flow == Flow.ASKED && peer.isStrange()) {
      doubt(queue.exposed());
    }
    int count = queue.upTo(id);
    deliver(count);
    if (count > 0 && repeated) {
      sendAgain();
    }
    if (destroyPacket.has(id)) {
      destroyed = true;
      events.add(PeerEvent.DESTROYED);
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
        events.add(PeerEvent.LOST);
      }
      case NONE -> {
        // As expected.
      }
    }
  }

  /** A peer that acknowledges is silent. A plain host could take CREATE_REQUEST for another one. */
  private void missed() {
    repeatDue = queue.sent() > 0;
    createPacket.due = creates && flow == Flow.CREATING;
    destroyPacket.due |= isDestroying();
  }

  /** This peer isn't the one that acknowledged before, if one did. */
  private void foundPlain() {
    peer.becomePlain();
    doubt(queue.exposed());
    deliver(queue.sent());
    if (flow == Flow.ASKED) {
      goOn();
    }
  }

  /** Whether something was found out that wasn't taken yet. */
  boolean hasEvents() {
    return !events.isEmpty();
  }

  /** What was found out since the last call; empty if nothing was. */
  Set<PeerEvent> takeEvents() {
    Set<PeerEvent> taken = EnumSet.copyOf(events);
    events.clear();
    return taken;
  }

  /** Gives up: what may have been taken is in doubt, the rest undelivered. */
  void close() {
    doubt(queue.maybeTaken());
    queue.giveUp();
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
}
