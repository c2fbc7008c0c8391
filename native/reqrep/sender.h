/*
 * A side's raw NN_REQ socket: sends packets through a window, takes the answers, and watches over the connection.
 *
 * The thread that offers a packet writes to the socket what it takes at once. The sender's own thread does the rest:
 * what didn't fit, answers, time, the connection. All functions may be called from any thread.
 */
#ifndef OG_SENDER_H
#define OG_SENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "window.h"
#include "wire/outgoing.h"

/* What has happened, as bits: the events of the window, and more. */
enum og_sender_event {
    OG_SENDER_CREATED = OG_WINDOW_EVENT_CREATED,
    OG_SENDER_NOT_CREATED = OG_WINDOW_EVENT_NOT_CREATED,
    OG_SENDER_LOST = OG_WINDOW_EVENT_LOST,
    OG_SENDER_RETURNED = OG_WINDOW_EVENT_RETURNED,
    OG_SENDER_DESTROYED = OG_WINDOW_EVENT_DESTROYED,
    OG_SENDER_CONNECTED = 32,
    OG_SENDER_DISCONNECTED = 64,
    OG_SENDER_EMPTY = 128, /* nothing is in the window */
    OG_SENDER_CLOSED = 256
};

struct og_sender_settings {
    const char *url;                  /* copied */
    struct og_identity identity;      /* of the session that this sends for */
    struct og_window_settings window; /* its ids and its release function are the sender's own choice */
    /* Tells what happens, on the sender's thread, without a lock. May be NULL. */
    void (*events_came)(void *owner, unsigned events);
    /* Called after each check of the connection (50 ms), on the sender's thread. May be NULL. */
    void (*connection_checked)(void *owner);
    void *owner;
};

enum og_sender_result {
    OG_SENDER_TAKEN,
    OG_SENDER_IS_CLOSED,
    OG_SENDER_NOBODY_THERE, /* the window is full, and there has been no peer for too long */
    OG_SENDER_IS_FULL       /* the window is full, and the sender doesn't block */
};

struct og_sender;

/* Connects, which needs no peer yet, and begins. NULL, and why, if that can't be. */
struct og_sender *og_sender_open(const struct og_sender_settings *settings, char *problem, size_t problem_size);

/*
 * Takes a packet, which is the sender's from then on whatever the result. Blocks while the window is full; but not when
 * there has been no peer for 'absence_ms', since it went, nor when the sender doesn't block.
 */
enum og_sender_result og_sender_offer(struct og_sender *sender, struct og_outgoing *packet, int64_t absence_ms);

/* Counts a message as accepted and undelivered: there was no packet to offer. */
void og_sender_undelivered(struct og_sender *sender);

/* Whether a packet waits for room in the window, which holds at first; else one that finds none is refused at once. */
void og_sender_set_blocking(struct og_sender *sender, bool blocks);

/* As the window's functions of these names. The packets are the sender's. */
void og_sender_create(struct og_sender *sender, struct og_outgoing *packet);
void og_sender_destroy(struct og_sender *sender, struct og_outgoing *packet);
void og_sender_accepted(struct og_sender *sender);

/* For a host: CREATE_REQUEST came from this gateway. The window learns it after a check of the connection: the
   gateway may have sent it because that has come back. */
void og_sender_create_requested(struct og_sender *sender, uint64_t gateway);

/* Waits until one of these events holds or happened, and gives which; 0 when the time is over. A closed sender gives
   OG_SENDER_CLOSED. CONNECTED, DISCONNECTED and EMPTY tell the present state; the others stay once they happened. */
unsigned og_sender_await(struct og_sender *sender, unsigned events, int64_t timeout_ms);

/* How long there has been no connection, in milliseconds; 0 while there is one. */
int64_t og_sender_disconnected_ms(struct og_sender *sender);

struct og_window_counts og_sender_counts(struct og_sender *sender);

/* Wakes the threads that wait in it; what is left counts as in doubt or undelivered. Idempotent. */
void og_sender_close(struct og_sender *sender);

/* Closes, and frees. It must not be used after that. */
void og_sender_free(struct og_sender *sender);

#endif
