/*
 * The sender's window as a state machine: docs/reqrep.md. No sockets, no threads, no clock: what happened and the time
 * come in, what is to be sent and what to tell the owner come out. Tested with the schedules that the Java
 * implementation is tested with.
 *
 * Times are milliseconds on any clock that doesn't go back. Ids are 31-bit numbers that wrap around. Not thread-safe.
 */
#ifndef OG_WINDOW_H
#define OG_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/answer.h"

enum { OG_WINDOW_MAX_MESSAGES = OG_ROUTE_MAX_IN_FLIGHT };

enum og_window_side { OG_WINDOW_GATEWAY, OG_WINDOW_HOST };

struct og_window_settings {
    enum og_window_side side;
    uint32_t create_id;    /* of a gateway's CREATE_REQUEST */
    uint32_t first_id;     /* of the first message */
    unsigned max_messages; /* at most OG_WINDOW_MAX_MESSAGES */
    size_t max_bytes;      /* a single larger packet passes alone */
    int64_t timeout;       /* acknowledge.timeout.ms */
    unsigned missed;       /* missed.deadlines */
    /* Frees a packet that the window no longer needs. */
    void (*release)(void *packet);
};

/* What the owner of a window is to be told, as bits. */
enum og_window_event {
    OG_WINDOW_EVENT_CREATED = 1,
    OG_WINDOW_EVENT_NOT_CREATED = 2,
    OG_WINDOW_EVENT_LOST = 4,     /* silent for too long */
    OG_WINDOW_EVENT_RETURNED = 8, /* and there again */
    OG_WINDOW_EVENT_DESTROYED = 16
};

/* In messages. accepted = delivered + in_doubt + undelivered + pending. */
struct og_window_counts {
    uint64_t accepted, delivered, in_doubt, undelivered, pending;
};

/* A packet to be sent. It stays the window's. */
struct og_window_packet {
    void *packet;
    size_t size;
    uint32_t id;
    uint32_t base; /* the oldest id that is kept until it is acknowledged */
};

struct og_window;

/* NULL if there is no memory. */
struct og_window *og_window_new(const struct og_window_settings *settings);

/* Releases all packets. */
void og_window_free(struct og_window *window);

/* Puts a message's packet of that many bytes at the end. Gives whether it was accepted: then it is the window's. */
bool og_window_offer(struct og_window *window, void *packet, size_t size);

/* Counts a message as accepted and undelivered that no packet could be made of. */
void og_window_undelivered(struct og_window *window);

/* For a gateway, once: has the module created, now and on each new connection. The packet is the window's. */
void og_window_create(struct og_window *window, void *packet, size_t size);

/* For a gateway, once: has the module destroyed as soon as all messages were handled. The packet is the window's. */
void og_window_destroy(struct og_window *window, void *packet, size_t size);

void og_window_connected(struct og_window *window, int64_t now);
void og_window_disconnected(struct og_window *window);

/* For a gateway: its listener has a new connection. */
void og_window_accepted(struct og_window *window);

/*
 * For a host: CREATE_REQUEST came from this gateway: its identity's words, or for a plain one any number that can't be
 * those. Gives whether that is another one than before: then what the old one may have taken is in doubt.
 */
bool og_window_create_requested(struct og_window *window, uint64_t gateway);

/* 'identity': whose words are in a HELLO; else OG_IDENTITY_NONE. */
void og_window_answered(
    struct og_window *window, uint32_t id, enum og_answer_body answer, uint64_t identity, int64_t now);
void og_window_tick(struct og_window *window, int64_t now);

/* What is to be sent next, if anything. Nothing changes until og_window_sent says that it was. */
bool og_window_next(struct og_window *window, struct og_window_packet *next);

/* What og_window_next gave last went out. */
void og_window_sent(struct og_window *window, int64_t now);

/* What happened since the last call. */
unsigned og_window_take_events(struct og_window *window);

/* Gives up what is left: what may have been taken is in doubt, the rest undelivered. */
void og_window_close(struct og_window *window);

/* Whether the peer takes what is sent: to a gateway, a host that has the module. */
bool og_window_peer_is_there(const struct og_window *window);

struct og_window_counts og_window_counts(const struct og_window *window);

#endif
