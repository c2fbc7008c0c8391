package io.outrigger.protocol.reqrep;

/** What an SP reply says. */
enum Answer {
  EMPTY,
  /** HELLO: as an empty one, and says who answers. */
  HELLO,
  /** CREATE_REPLY 0. */
  REFUSED,
  /** CREATE_REPLY 1. */
  CREATED,
  /** Anything else: somebody took the packet. */
  OTHER
}
