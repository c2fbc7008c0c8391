/*
 * The listener's streams as a state machine: docs/reqrep.md. For each sender it knows the newest packet that was taken
 * and the newest that was handled, and so tells duplicates from what is new, and what is to be answered when. A sender
 * is known by its identity; a plain one by its connection and its ids. No sockets, no threads, no clock. Tested with
 * the schedules that the Java implementation is tested with. Not thread-safe.
 */
#ifndef OG_STREAMS_H
#define OG_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/route.h"

enum {
    OG_STREAMS_MAX = 16,
    OG_STREAMS_ANSWER_PACKETS = 64,
    OG_STREAMS_ANSWER_BYTES = 256 << 10,
    OG_STREAMS_ANSWER_MS = 1,
    OG_STREAMS_DUPLICATE_IDS = OG_ROUTE_MAX_IN_FLIGHT
};

enum og_streams_verdict {
    OG_STREAMS_TAKE,
    OG_STREAMS_DUPLICATE,
    OG_STREAMS_REFUSE,
    OG_STREAMS_DROP /* others that haven't come belong before it */
};

/* An SP reply to be sent. */
struct og_streams_answer {
    struct og_route route;
    uint32_t id;
    enum { OG_STREAMS_EMPTY, OG_STREAMS_HELLO, OG_STREAMS_REFUSED } body; /* the last one is CREATE_REPLY 0 */
};

/* Which stream took a packet. */
struct og_stream_ref {
    unsigned index;
    uint64_t generation;
};

struct og_stream {
    uint64_t identity;     /* OG_IDENTITY_NONE: a plain sender's */
    struct og_route route; /* of the newest packet */
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
struct og_streams {
    bool taking;
    struct og_stream streams[OG_STREAMS_MAX];
    uint64_t clock; /* counts uses and generations */
};

/*
 * CREATE_REQUEST came by this route. The stream of its sender goes on with its base: packets before that, which may
 * still come over an earlier connection, were given up.
 */
void og_streams_create(struct og_streams *streams, const struct og_route *route);

/*
 * A one-way packet came. Gives what to do with it, the stream that took it (to be told to og_streams_handled), and
 * whether 'answer' is to be sent at once.
 */
enum og_streams_verdict og_streams_packet(struct og_streams *streams, const struct og_route *route, uint32_t id,
    struct og_stream_ref *ref, struct og_streams_answer *answer, bool *answers);

/*
 * A packet that was taken was handled, of that many bytes; packets of one stream in their order. Writes the answers
 * that are to be sent and gives their number.
 */
size_t og_streams_handled(struct og_streams *streams, struct og_stream_ref ref, uint32_t id, size_t bytes, int64_t now,
    struct og_streams_answer answers[OG_STREAMS_MAX]);

/*
 * Whether something that was handled isn't answered: then og_streams_tick is to be called within OG_STREAMS_ANSWER_MS.
 */
bool og_streams_unanswered(const struct og_streams *streams);

/* Time went by. As og_streams_handled. */
size_t og_streams_tick(struct og_streams *streams, int64_t now, struct og_streams_answer answers[OG_STREAMS_MAX]);

/* The newest answer of a stream again, as a sign of life. Gives whether there is that stream. */
bool og_streams_answer_again(struct og_streams *streams, struct og_stream_ref ref, struct og_streams_answer *answer);

#endif
