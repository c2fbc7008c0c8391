/* What the parts of the window share: window.c, window_answers.c, window_output.c. */
#ifndef OUTRIGGER_WINDOW_STATE_H
#define OUTRIGGER_WINDOW_STATE_H

#include "packet_queue.h"
#include "peer.h"
#include "window.h"

/* What may be sent on the present connection. */
enum flow {
    FLOW_CLOSED,   /* nothing: no connection, or (host) no CREATE_REQUEST ever */
    FLOW_QUIET,    /* nothing until ask_at, or CREATE_REQUEST comes */
    FLOW_ASK,      /* the oldest packet, alone: is the peer the one from before? */
    FLOW_ASKED,    /* it was sent, and its answer is waited for */
    FLOW_CREATING, /* CREATE_REQUEST, and then its answer is waited for */
    FLOW_OPEN      /* everything */
};

/* A packet that isn't in the queue: CREATE_REQUEST or DESTROY. */
struct single {
    void *packet;
    size_t size;
    uint32_t id;
    bool numbered; /* has an id */
    bool sent;     /* ever */
    bool due;
};

struct window {
    struct window_settings settings;

    struct packet_queue queue;
    struct single create, destroy;
    bool destroyed; /* DESTROY was answered */

    bool connected;
    enum flow flow;
    struct peer peer; /* a host sends nothing before it knows who that is */
    int64_t ask_at;
    bool repeat_due;
    bool repeated; /* the oldest packet was, and no HELLO has said since that the peer has it */
    int unrefused; /* how often the oldest packet was sent on this connection, less the refusals of it */

    enum { NEXT_NOTHING, NEXT_CREATE, NEXT_DESTROY, NEXT_REPEAT, NEXT_PACKET } next;
    unsigned events;
    struct window_counts counts;
};

/* The first 'count' packets leave; 'counter' is where they are counted. */
void window_leave(struct window *window, size_t count, uint64_t *counter);

/* The oldest, that many, may have been taken by a peer that is gone. */
void window_doubt(struct window *window, size_t count);

/* What was sent on this connection is to be sent again, and may have been taken. */
void window_expose(struct window *window);

/* Packets that an earlier peer may have taken are accounted for, or go to that peer again: everything may be sent. */
void window_go_on(struct window *window);

/* Whether DESTROY was sent and isn't answered. */
bool window_is_destroying(const struct window *window);

#endif
