/*
 * The sender's window as a state machine: docs/reqrep.md. No sockets, no threads, no clock: what happened and the time
 * come in, what is to be sent and what to tell the owner come out. Tested with the schedules that the Java
 * implementation is tested with.
 *
 * Times are milliseconds on any clock that doesn't go back. Ids are 31-bit numbers that wrap around. Not thread-safe.
 */
#ifndef OUTRIGGER_WINDOW_H
#define OUTRIGGER_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/answer.h"

enum { WINDOW_MAX_MESSAGES = ROUTE_MAX_IN_FLIGHT };

enum window_side { WINDOW_GATEWAY, WINDOW_HOST };

struct window_settings {
    enum window_side side;
    uint32_t create_id;    /* of a gateway's CREATE_REQUEST */
    uint32_t first_id;     /* of the first message */
    unsigned max_messages; /* at most WINDOW_MAX_MESSAGES */
    size_t max_bytes;      /* a single larger packet passes alone */
    int64_t timeout;       /* acknowledge.timeout.ms */
    unsigned missed;       /* missed.deadlines */
    /* Frees a packet that the window doesn't need any more. */
    void (*release)(void *packet);
};

/* What the owner of a window is to be told, as bits. */
enum window_event {
    WINDOW_EVENT_CREATED = 1,
    WINDOW_EVENT_NOT_CREATED = 2,
    WINDOW_EVENT_LOST = 4,     /* silent for too long */
    WINDOW_EVENT_RETURNED = 8, /* and there again */
    WINDOW_EVENT_DESTROYED = 16
};

/* In messages. accepted = delivered + in_doubt + undelivered + pending. */
struct window_counts {
    uint64_t accepted, delivered, in_doubt, undelivered, pending;
};

/* A packet to be sent. It stays the window's. */
struct window_packet {
    void *packet;
    size_t size;
    uint32_t id;
    uint32_t base; /* the oldest id that is kept until it is acknowledged */
};

struct window;

/* NULL if there is no memory. */
struct window *window_new(const struct window_settings *settings);

/* Releases all packets. */
void window_free(struct window *window);

/* Puts a message's packet of that many bytes at the end. Gives whether it was accepted: then it is the window's. */
bool window_offer(struct window *window, void *packet, size_t size);

/* For a gateway, once: has the module created, now and on each new connection. The packet is the window's. */
void window_create(struct window *window, void *packet, size_t size);

/* For a gateway, once: has the module destroyed as soon as all messages were handled. The packet is the window's. */
void window_destroy(struct window *window, void *packet, size_t size);

void window_connected(struct window *window, int64_t now);
void window_disconnected(struct window *window);

/* For a gateway: its listener has a new connection. */
void window_accepted(struct window *window);

/*
 * For a host: CREATE_REQUEST came from this gateway: its identity's words, or for a plain one any number that can't be
 * those. Gives whether that is another one than before: then what the old one may have taken is in doubt.
 */
bool window_create_requested(struct window *window, uint64_t gateway);

/* 'identity': whose words are in a HELLO; else IDENTITY_NONE. */
void window_answered(struct window *window, uint32_t id, enum answer_body answer, uint64_t identity, int64_t now);
void window_tick(struct window *window, int64_t now);

/* What is to be sent next, if anything. Nothing changes until window_sent says that it was. */
bool window_next(struct window *window, struct window_packet *next);

/* What window_next gave last went out. */
void window_sent(struct window *window, int64_t now);

/* What happened since the last call. */
unsigned window_take_events(struct window *window);

/* Gives up what is left: what may have been taken is in doubt, the rest undelivered. */
void window_close(struct window *window);

/* Whether the peer takes what is sent: to a gateway, a host that has the module. */
bool window_peer_is_there(const struct window *window);

struct window_counts window_counts(const struct window *window);

#endif
