/*
 * Who is at the other end, and what the answers over one connection, and their absence, say about it. Times are
 * milliseconds on any clock that doesn't go back. Not thread-safe.
 */
#ifndef OG_PEER_H
#define OG_PEER_H

#include <stdbool.h>
#include <stdint.h>

enum og_peer_kind {
    OG_PEER_UNKNOWN,
    OG_PEER_EXPECTED, /* it hasn't answered yet, but the one that was there before did, or said that it would */
    OG_PEER_ACKNOWLEDGES,
    OG_PEER_PLAIN
};

/* What a moment without an answer says. */
enum og_peer_sign {
    OG_PEER_NO_SIGN,
    OG_PEER_FOUND_PLAIN, /* it never answers */
    OG_PEER_MISSED,      /* it has been silent for another period */
    OG_PEER_LOST         /* and for so many in a row that it counts as lost */
};

/* Zeroed: nothing is known. */
struct og_peer {
    enum og_peer_kind kind;
    /* Who it is: the identity in a HELLO, or of the gateway that sent CREATE_REQUEST, for a plain one a number that no
       identity can be; OG_IDENTITY_NONE while that isn't known. */
    uint64_t identity;
    bool greeted;   /* it has said who it is, on this connection */
    bool addressed; /* a one-way packet was sent to it, the first one at that time */
    int64_t addressed_at;
    int64_t silent_since; /* the last answer, or since when one is waited for */
    unsigned missed;
    bool lost;
};

/* The connection is gone; the next one may be to another. */
void og_peer_forget(struct og_peer *peer);

/* Whether it is another than the one that was there before. */
bool og_peer_is_another(const struct og_peer *peer, uint64_t other);

/* CREATE_REQUEST came from this gateway: there is nobody else any more. */
void og_peer_becomes(struct og_peer *peer, uint64_t gateway);

/* It says who it is. */
void og_peer_greeted(struct og_peer *peer, uint64_t identity);

/* Whether the one from before would have said by now who it is, and this one hasn't. */
bool og_peer_is_strange(const struct og_peer *peer);

/* It doesn't say who it is, and may never answer. */
void og_peer_become_plain(struct og_peer *peer);

/* A one-way packet was sent. */
void og_peer_addressed(struct og_peer *peer, int64_t now);

/* An answer came; 'acknowledges': to a one-way packet, which a plain peer doesn't answer. Gives whether it was lost. */
bool og_peer_answered(struct og_peer *peer, bool acknowledges, int64_t now);

/* It said something that is no answer to what is waited for. */
void og_peer_acknowledged(struct og_peer *peer);

/* A moment has passed; 'waiting': something is unanswered. 'limit': the silent periods after which it is lost. */
enum og_peer_sign og_peer_tick(struct og_peer *peer, bool waiting, int64_t timeout, unsigned limit, int64_t now);

#endif
