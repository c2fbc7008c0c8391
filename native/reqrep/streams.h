/*
 * The listener's streams as a state machine: docs/reqrep.md. For each sender it knows the newest packet that was taken
 * and the newest that was handled, and so tells repeats from what is new, and what is to be answered when. A sender is
 * known by its identity; a plain one by its connection and its ids. No sockets, no threads, no clock. Tested with the
 * schedules that the Java implementation is tested with. Not thread-safe.
 */
#ifndef OUTRIGGER_STREAMS_H
#define OUTRIGGER_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/route.h"

enum {
    STREAMS_MAX = 16,
    STREAMS_ANSWER_PACKETS = 64,
    STREAMS_ANSWER_BYTES = 256 << 10,
    STREAMS_ANSWER_MS = 1,
    STREAMS_REPEAT_IDS = ROUTE_MAX_IN_FLIGHT
};

enum streams_verdict {
    STREAMS_TAKE,
    STREAMS_REPEAT,
    STREAMS_REFUSE,
    STREAMS_DROP /* others that haven't come belong before it */
};

/* An SP reply to be sent. */
struct streams_answer {
    struct route route;
    uint32_t id;
    enum { STREAMS_EMPTY, STREAMS_HELLO, STREAMS_REFUSED } body; /* the last one is CREATE_REPLY 0 */
};

/* Which stream took a packet. */
struct stream_ref {
    unsigned index;
    uint64_t generation;
};

struct stream {
    uint64_t identity;  /* IDENTITY_NONE: a plain sender's */
    struct route route; /* of the newest packet */
    uint32_t newest;
    uint32_t handled;
    bool pipelined; /* the newest packet came before those before it were answered: its sender doesn't wait for that */
    unsigned unanswered; /* packets handled since the last answer */
    size_t unanswered_bytes;
    int64_t unanswered_since;
    uint64_t generation; /* 0: there is no stream here */
    uint64_t used;
};

/* All zero is a good beginning: it takes nothing yet. */
struct streams {
    bool taking;
    struct stream streams[STREAMS_MAX];
    uint64_t clock; /* counts uses and generations */
};

/*
 * CREATE_REQUEST came by this route. The stream of its sender goes on with its base: packets before that, which may
 * still come over an earlier connection, were given up.
 */
void streams_create(struct streams *streams, const struct route *route);

/*
 * A one-way packet came. Gives what to do with it, the stream that took it (to be told to streams_handled), and whether
 * 'answer' is to be sent at once.
 */
enum streams_verdict streams_packet(struct streams *streams, const struct route *route, uint32_t id,
    struct stream_ref *ref, struct streams_answer *answer, bool *answers);

/*
 * A packet that was taken was handled, of that many bytes; packets of one stream in their order. Writes the answers
 * that are to be sent and gives their number.
 */
size_t streams_handled(struct streams *streams, struct stream_ref ref, uint32_t id, size_t bytes, int64_t now,
    struct streams_answer answers[STREAMS_MAX]);

/* Whether something that was handled isn't answered: then streams_tick is to be called within STREAMS_ANSWER_MS. */
bool streams_unanswered(const struct streams *streams);

/* Time went by. As streams_handled. */
size_t streams_tick(struct streams *streams, int64_t now, struct streams_answer answers[STREAMS_MAX]);

/* The newest answer of a stream again, as a sign of life. Gives whether there is that stream. */
bool streams_repeat(struct streams *streams, struct stream_ref ref, struct streams_answer *answer);

#endif
