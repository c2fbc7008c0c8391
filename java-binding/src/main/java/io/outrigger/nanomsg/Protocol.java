package io.outrigger.nanomsg;

/**
 * The protocols of libnanomsg 1.1.5. Each speaks with its counterpart alone: PAIR with PAIR, REQ
 * with REP, PUB with SUB, PUSH with PULL, SURVEYOR with RESPONDENT, BUS with BUS.
 */
public enum Protocol {
  /** One peer at a time, in both directions. What is buffered for a peer that dies is lost. */
  PAIR,

  /**
   * Asks. A cooked one holds a single request: the next replaces it silently, and one that is not
   * answered is sent again.
   */
  REQ,

  /** Answers, each request once, before it receives the next. */
  REP,

  /** Sends to every SUB that has subscribed. Never waits: what a slow one can't take is lost. */
  PUB,

  /** Receives what begins with a topic that it has subscribed to, and nothing before that. */
  SUB,

  /** Sends each message to one PULL, round robin. Waits while none can take it. */
  PUSH,

  /** Receives from every PUSH, round robin. */
  PULL,

  /** Asks every RESPONDENT, and takes their answers until its deadline. */
  SURVEYOR,

  /** Answers surveys, or doesn't. */
  RESPONDENT,

  /** Sends to every neighbour. Never waits: what a slow one can't take is lost. */
  BUS;

  private final String symbol = "NN_" + name();

  /** Its name in nn.h. */
  String symbol() {
    return symbol;
  }

  /** The protocol of its peers. */
  Protocol counterpart() {
    return switch (this) {
      case PAIR -> PAIR;
      case REQ -> REP;
      case REP -> REQ;
      case PUB -> SUB;
      case SUB -> PUB;
      case PUSH -> PULL;
      case PULL -> PUSH;
      case SURVEYOR -> RESPONDENT;
      case RESPONDENT -> SURVEYOR;
      case BUS -> BUS;
    };
  }

  boolean sends() {
    return this != SUB && this != PULL;
  }

  boolean receives() {
    return this != PUB && this != PUSH;
  }

  int number() {
    return Symbols.value(symbol);
  }
}
