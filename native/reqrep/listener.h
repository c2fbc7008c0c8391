/*
 * A side's raw NN_REP socket: takes requests into a bounded queue, once each, and answers them.
 *
 * Two threads meet here: the listener's own receives; the one that calls og_listener_next and og_listener_handled
 * handles. Any thread may call the rest. While the queue is full nothing is received: the connection fills, and the
 * sender waits.
 */
#ifndef OG_LISTENER_H
#define OG_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "streams.h"
#include "wire/packet.h"
#include "wire/sp_message.h"

/* A packet that came. Freed with og_request_free. */
struct og_request {
    struct og_sp_message message;
    struct og_packet packet; /* within the message */
    struct og_stream_ref stream;
};

struct og_listener_settings {
    const char *url;             /* copied */
    struct og_identity identity; /* of the session that this listens for */
    unsigned types;              /* the packet types that this side takes, as bits: 1 << type */
    size_t max_message_bytes;
    size_t queue_bytes;
    /* Called for each CREATE_REQUEST when it comes, on the listener's thread; gives whether it is settled by that, and
       need not be handled. NULL for a side that takes none. */
    bool (*create_came)(void *owner, const struct og_request *request);
    void *owner;
};

struct og_listener_counts {
    uint64_t duplicates; /* duplicate packets, which were dropped */
    uint64_t refused;    /* malformed, out of place, or before there was a module */
};

struct og_listener;

/* Binds and begins; it takes nothing yet but CREATE_REQUEST. NULL, and why, if the address can't be bound. */
struct og_listener *og_listener_open(const struct og_listener_settings *settings, char *problem, size_t problem_size);

/* From now on one-way packets are taken. */
void og_listener_take(struct og_listener *listener);

/* The next request, which is the caller's; NULL if none came in that time, or if the listener is closed. */
struct og_request *og_listener_next(struct og_listener *listener, int64_t timeout_ms);

/* A one-way request was handled: its sender will be told, not for each but soon. Frees the request. */
void og_listener_handled(struct og_listener *listener, struct og_request *request);

/* Replies to a CREATE_REQUEST. */
void og_listener_reply_created(struct og_listener *listener, const struct og_request *request, bool created);

/* Who sent a CREATE_REQUEST: the words of its identity, or for a plain gateway a number that can't be those. */
uint64_t og_request_sender(const struct og_request *request);

void og_request_free(struct og_request *request);

/* Counts a request that changes nothing, and logs why, not more often than once a second. */
void og_listener_refuse(struct og_listener *listener, const char *what, const char *why);

/* How many connections are there, and how many came so far. */
uint64_t og_listener_connections(struct og_listener *listener);
uint64_t og_listener_accepted(struct og_listener *listener);

struct og_listener_counts og_listener_counts(struct og_listener *listener);

bool og_listener_is_closed(struct og_listener *listener);

/* Nothing comes any more; wakes the threads that wait in it. Idempotent. */
void og_listener_close(struct og_listener *listener);

/* Closes, and frees. Nobody may use it any more. */
void og_listener_free(struct og_listener *listener);

#endif
