/*
 * A side's raw NN_REQ socket: sends packets through a window, takes the answers, and watches over the connection.
 *
 * The thread that offers a packet writes to the socket what it takes at once. The sender's own thread does the rest:
 * what didn't fit, answers, time, the connection. All functions may be called from any thread.
 */
#ifndef OUTRIGGER_SENDER_H
#define OUTRIGGER_SENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "window.h"
#include "wire/outgoing.h"

/* What has happened, as bits: the events of the window, and more. */
enum sender_event {
    SENDER_CREATED = WINDOW_EVENT_CREATED,
    SENDER_NOT_CREATED = WINDOW_EVENT_NOT_CREATED,
    SENDER_LOST = WINDOW_EVENT_LOST,
    SENDER_RETURNED = WINDOW_EVENT_RETURNED,
    SENDER_DESTROYED = WINDOW_EVENT_DESTROYED,
    SENDER_CONNECTED = 32,
    SENDER_DISCONNECTED = 64,
    SENDER_EMPTY = 128, /* nothing is in the window */
    SENDER_CLOSED = 256
};

struct sender_settings {
    const char *url;               /* copied */
    struct identity identity;      /* of the session that this sends for */
    struct window_settings window; /* its ids and its release function are the sender's own choice */
    /* Tells what happens, on the sender's thread, without a lock. May be NULL. */
    void (*events_came)(void *owner, unsigned events);
    /* Called after each check of the connection (50 ms), on the sender's thread. May be NULL. */
    void (*connection_checked)(void *owner);
    void *owner;
};

enum sender_result {
    SENDER_TAKEN,
    SENDER_IS_CLOSED,
    SENDER_NOBODY_THERE, /* the window is full, and there has been no peer for too long */
    SENDER_IS_FULL       /* the window is full, and the sender doesn't block */
};

struct sender;

/* Connects, which needs no peer yet, and begins. NULL, and why, if that can't be. */
struct sender *sender_open(const struct sender_settings *settings, char *problem, size_t problem_size);

/*
 * Takes a packet, which is the sender's from then on whatever the result. Blocks while the window is full; but not when
 * there has been no peer for 'absence_ms', since it went, nor when the sender doesn't block.
 */
enum sender_result sender_offer(struct sender *sender, struct outgoing *packet, int64_t absence_ms);

/* Whether a packet waits for room in the window, which holds at first; else one that finds none is refused at once. */
void sender_set_blocking(struct sender *sender, bool blocks);

/* As the window's functions of these names. The packets are the sender's. */
void sender_create(struct sender *sender, struct outgoing *packet);
void sender_destroy(struct sender *sender, struct outgoing *packet);
void sender_accepted(struct sender *sender);

/* For a host: CREATE_REQUEST came from this gateway. The window learns it after a check of the connection: the
   gateway may have sent it because that has come back. */
void sender_create_requested(struct sender *sender, uint64_t gateway);

/* Waits until one of these events holds or happened, and gives which; 0 when the time is over. A closed sender gives
   SENDER_CLOSED. CONNECTED, DISCONNECTED and EMPTY tell the present state; the others stay once they happened. */
unsigned sender_await(struct sender *sender, unsigned events, int64_t timeout_ms);

/* How long there has been no connection, in milliseconds; 0 while there is one. */
int64_t sender_disconnected_ms(struct sender *sender);

struct window_counts sender_counts(struct sender *sender);

/* Wakes the threads that wait in it; what is left counts as in doubt or undelivered. Idempotent. */
void sender_close(struct sender *sender);

/* Closes, and frees. Nobody may use it any more. */
void sender_free(struct sender *sender);

#endif
