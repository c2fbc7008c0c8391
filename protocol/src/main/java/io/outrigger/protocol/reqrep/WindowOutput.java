package io.outrigger.protocol.reqrep;

/**
 * The half of a {@link SendWindow} that says what is to be sent: its state, and what follows from
 * it. The other half changes the state by what happens.
 *
 * @param <M> the messages that are sent
 */
abstract class WindowOutput<M> {
  /** What may be sent over the present connection. */
  enum Flow {
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

  final Side side;
  final PacketQueue<M> queue;
  final Peer peer;

  boolean connected;

  Flow flow = Flow.CLOSED;
  boolean repeatDue;

  /** The oldest packet was repeated, and no HELLO has said since that the peer has it. */
  boolean repeated;

  /** How often the oldest packet was sent over this connection, less the refusals of it. */
  int unrefused;

  /** A gateway wants a module. */
  boolean creates;

  final OwnPacket createPacket = new OwnPacket();
  final OwnPacket destroyPacket = new OwnPacket();
  boolean destroyed;

  // What next gave last: where in the queue it stands, if it is a message.
  Next next = Next.NOTHING;
  int nextPlace;

  WindowOutput(Side side, PacketQueue<M> queue, Peer peer, int createId) {
    this.side = side;
    this.queue = queue;
    this.peer = peer;
    createPacket.setId(RequestId.of(createId));
  }

  /** Packets that an earlier peer may have taken are accounted for, or go to that peer again. */
  final void goOn() {
    flow = side == Side.HOST ? Flow.OPEN : Flow.CREATING;
    createPacket.due = creates;
  }

  /** The oldest, that many, may have been taken by a peer that is gone. */
  final void doubt(int count) {
    queue.doubt(count);
    left(count);
  }

  final void deliver(int count) {
    queue.deliver(count);
    left(count);
  }

  /** So many of the oldest have left the queue. */
  private void left(int count) {
    if (count > 0) {
      unrefused = Math.min(1, queue.sent());
    }
  }

  /** What is to be sent now. Nothing changes until {@link #sent} confirms that it was. */
  final Next next() {
    next = !connected ? Next.NOTHING : findNext();
    return next;
  }

  private Next findNext() {
    if (createPacket.due) {
      return Next.CREATE;
    }
    if (repeatDue && queue.sent() > 0) {
      nextPlace = 0;
      return Next.MESSAGE;
    }
    if ((flow == Flow.OPEN || flow == Flow.ASK) && queue.maySendNext()) {
      nextPlace = queue.sent();
      return Next.MESSAGE;
    }
    boolean destroys = flow == Flow.OPEN && destroyPacket.due && pending() == 0;
    return destroys ? Next.DESTROY : Next.NOTHING;
  }

  /** The id of what {@link #next} gave. */
  final int nextId() {
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
  final int nextBase() {
    boolean afterAll = next == Next.DESTROY || next == Next.CREATE && isDestroying();
    return afterAll ? destroyId() : queue.id(0);
  }

  /** The message that {@link #next} gave. */
  final M nextMessage() {
    return queue.message(nextPlace);
  }

  /** The size of the message that {@link #next} gave. */
  final int nextSize() {
    return queue.size(nextPlace);
  }

  /** What {@link #next} gave last was sent. */
  final void sent(long now) {
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
      deliver(queue.sent());
    }
  }

  /** DESTROY was sent and isn't answered. */
  final boolean isDestroying() {
    return destroyPacket.isSent() && !destroyed;
  }

  /** How many messages are in it. */
  final int pending() {
    return queue.count();
  }
}
