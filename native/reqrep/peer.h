/*
 * Who is at the other end, and what the answers over one connection, and their absence, say about it. Times are
 * milliseconds on any clock that doesn't go back. Not thread-safe.
 */
#ifndef OUTRIGGER_PEER_H
#define OUTRIGGER_PEER_H

#include <stdbool.h>
#include <stdint.h>

enum peer_kind {
    PEER_UNKNOWN,
    PEER_EXPECTED, /* it hasn't answered yet, but the one that was there before did, or said that it would */
    PEER_ACKNOWLEDGES,
    PEER_PLAIN
};

/* What a moment without an answer says. */
enum peer_sign {
    PEER_NO_SIGN,
    PEER_FOUND_PLAIN, /* it never answers */
    PEER_MISSED,      /* it has been silent for another period */
    PEER_LOST         /* and for so many in a row that it counts as lost */
};

/* Zeroed: nothing is known. */
struct peer {
    enum peer_kind kind;
    /* Who it is: the identity in a HELLO, or of the gateway that sent CREATE_REQUEST, for a plain one a number that no
       identity can be; IDENTITY_NONE while that isn't known. */
    uint64_t identity;
    bool greeted;   /* it has said who it is, on this connection */
    bool addressed; /* a one-way packet was sent to it, the first one at that time */
    int64_t addressed_at;
    int64_t silent_since; /* the last answer, or since when one is waited for */
    unsigned missed;
    bool lost;
};

/* The connection is gone; the next one may be to another. */
void peer_forget(struct peer *peer);

/* Whether it is another than the one that was there before. */
bool peer_is_another(const struct peer *peer, uint64_t other);

/* CREATE_REQUEST came from this gateway: there is nobody else any more. */
void peer_becomes(struct peer *peer, uint64_t gateway);

/* It says who it is. */
void peer_greeted(struct peer *peer, uint64_t identity);

/* Whether the one from before would have said by now who it is, and this one hasn't. */
bool peer_is_strange(const struct peer *peer);

/* It doesn't say who it is, and may never answer. */
void peer_become_plain(struct peer *peer);

/* A one-way packet was sent. */
void peer_addressed(struct peer *peer, int64_t now);

/* An answer came; 'acknowledges': to a one-way packet, which a plain peer doesn't answer. Gives whether it was lost. */
bool peer_answered(struct peer *peer, bool acknowledges, int64_t now);

/* It said something that is no answer to what is waited for. */
void peer_acknowledged(struct peer *peer);

/* A moment has passed; 'waiting': something is unanswered. 'limit': the silent periods after which it is lost. */
enum peer_sign peer_tick(struct peer *peer, bool waiting, int64_t timeout, unsigned limit, int64_t now);

#endif
