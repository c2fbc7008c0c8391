/* What the parts of the window share: window.c, window_answers.c, window_output.c. */
#ifndef OG_WINDOW_STATE_H
#define OG_WINDOW_STATE_H

#include "packet_queue.h"
#include "peer.h"
#include "window.h"

/* What may be sent on the present connection. */
enum og_window_flow {
    OG_WINDOW_FLOW_CLOSED,   /* nothing: no connection, or (host) no CREATE_REQUEST ever */
    OG_WINDOW_FLOW_QUIET,    /* nothing until ask_at, or CREATE_REQUEST comes */
    OG_WINDOW_FLOW_ASK,      /* the oldest packet, alone: is the peer the one from before? */
    OG_WINDOW_FLOW_ASKED,    /* it was sent, and its answer is waited for */
    OG_WINDOW_FLOW_CREATING, /* CREATE_REQUEST, and then its answer is waited for */
    OG_WINDOW_FLOW_OPEN      /* everything */
};

/* A packet that isn't in the queue: CREATE_REQUEST or DESTROY. */
struct og_window_single {
    void *packet;
    size_t size;
    uint32_t id;
    bool numbered; /* has an id */
    bool sent;     /* ever */
    bool due;
};

struct og_window {
    struct og_window_settings settings;

    struct og_packet_queue queue;
    struct og_window_single create, destroy;
    bool destroyed; /* DESTROY was answered */

    bool connected;
    enum og_window_flow flow;
    struct og_peer peer; /* a host sends nothing before it knows who that is */
    int64_t ask_at;
    bool retransmission_due;
    bool retransmitted; /* the oldest packet was, and no HELLO has said since that the peer has it */
    int unrefused;      /* how often the oldest packet was sent on this connection, less the refusals of it */

    enum {
        OG_WINDOW_NEXT_NOTHING,
        OG_WINDOW_NEXT_CREATE,
        OG_WINDOW_NEXT_DESTROY,
        OG_WINDOW_NEXT_RETRANSMISSION,
        OG_WINDOW_NEXT_PACKET
    } next;
    unsigned events;
    struct og_window_counts counts;
};

/* The first 'count' packets leave; 'counter' is where they are counted. */
void og_window_leave(struct og_window *window, size_t count, uint64_t *counter);

/* The oldest, that many, may have been taken by a peer that is gone. */
void og_window_doubt(struct og_window *window, size_t count);

/* What was sent on this connection is to be sent again, and may have been taken. */
void og_window_expose(struct og_window *window);

/* Packets that an earlier peer may have taken are accounted for, or go to that peer again: everything may be sent. */
void og_window_go_on(struct og_window *window);

/* Whether DESTROY was sent and isn't answered. */
bool og_window_is_destroying(const struct og_window *window);

#endif
