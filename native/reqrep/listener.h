/*
 * A side's raw NN_REP socket: takes requests into a bounded queue, once each, and answers them.
 *
 * Two threads meet here: the listener's own receives; the one that calls listener_next and listener_handled handles.
 * Any thread may call the rest. While the queue is full nothing is received: the connection fills, and the sender
 * waits.
 */
#ifndef OUTRIGGER_LISTENER_H
#define OUTRIGGER_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "streams.h"
#include "wire/packet.h"
#include "wire/sp_message.h"

/* A packet that came. Freed with request_free. */
struct request {
    struct sp_message message;
    struct packet packet; /* within the message */
    struct stream_ref stream;
};

struct listener_settings {
    const char *url;          /* copied */
    struct identity identity; /* of the session that this listens for */
    unsigned types;           /* the packet types that this side takes, as bits: 1 << type */
    size_t max_message_bytes;
    size_t queue_bytes;
    /* Called for each CREATE_REQUEST when it comes, on the listener's thread; gives whether it is settled by that, and
       need not be handled. NULL for a side that takes none. */
    bool (*create_came)(void *owner, const struct request *request);
    void *owner;
};

struct listener_counts {
    uint64_t repeats; /* packets that came again and were dropped */
    uint64_t refused; /* malformed, out of place, or before there was a module */
};

struct listener;

/* Binds and begins; it takes nothing yet but CREATE_REQUEST. NULL, and why, if the address can't be bound. */
struct listener *listener_open(const struct listener_settings *settings, char *problem, size_t problem_size);

/* From now on one-way packets are taken. */
void listener_take(struct listener *listener);

/* The next request, which is the caller's; NULL if none came in that time, or if the listener is closed. */
struct request *listener_next(struct listener *listener, int64_t timeout_ms);

/* A one-way request was handled: its sender will be told, not for each but soon. Frees the request. */
void listener_handled(struct listener *listener, struct request *request);

/* Replies to a CREATE_REQUEST. */
void listener_reply_created(struct listener *listener, const struct request *request, bool created);

/* Who sent a CREATE_REQUEST: the words of its identity, or for a plain gateway a number that can't be those. */
uint64_t request_sender(const struct request *request);

void request_free(struct request *request);

/* Counts a request that changes nothing, and logs why, not more often than once a second. */
void listener_refuse(struct listener *listener, const char *what, const char *why);

/* How many connections are there, and how many came so far. */
uint64_t listener_connections(struct listener *listener);
uint64_t listener_accepted(struct listener *listener);

struct listener_counts listener_counts(struct listener *listener);

bool listener_is_closed(struct listener *listener);

/* Nothing comes any more; wakes the threads that wait in it. Idempotent. */
void listener_close(struct listener *listener);

/* Closes, and frees. Nobody may use it any more. */
void listener_free(struct listener *listener);

#endif
