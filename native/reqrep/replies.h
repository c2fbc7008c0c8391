/*
 * What a listener answers: its streams, and the SP replies that they call for. Packets come on the listener's thread,
 * and are handled on another; all functions may be called from any thread, from og_replies_bind on.
 */
#ifndef OG_REPLIES_H
#define OG_REPLIES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "streams.h"
#include "wire/identity.h"
#include "wire/sp_message.h"

/* The mutex guards the streams and the order of replies into the socket. */
struct og_replies {
    struct og_identity identity; /* of the session that answers */
    int socket;                  /* raw NN_REP; the listener's */
    pthread_mutex_t mutex;
    struct og_streams streams;
    bool waits; /* the listener's thread has found nothing more to receive */
    uint64_t duplicates;
};

void og_replies_init(struct og_replies *replies, const struct og_identity *identity);

/* The socket is there now. */
void og_replies_bind(struct og_replies *replies, int socket);

/* From now on one-way packets are taken. */
void og_replies_take(struct og_replies *replies);

/* CREATE_REQUEST came by this route: one-way packets are taken, those of its sender from its base on. */
void og_replies_create(struct og_replies *replies, const struct og_route *route);

/* A one-way packet came. Answers what is to be answered at once, and gives what to do with it, and its stream. */
enum og_streams_verdict og_replies_packet(
    struct og_replies *replies, const struct og_sp_message *message, struct og_stream_ref *stream);

/* A packet of this stream still waits for room: its sender gets a sign of life. */
void og_replies_answer_again(struct og_replies *replies, struct og_stream_ref stream);

/*
 * A one-way packet was handled. Gives whether the listener's thread, which waits, must be woken to answer it in time.
 */
bool og_replies_handled(struct og_replies *replies, const struct og_sp_message *message, struct og_stream_ref stream);

/* Replies to CREATE_REQUEST. */
void og_replies_created(struct og_replies *replies, const struct og_route *route, uint32_t id, bool created);

/* Time went by; 'waits': the listener's thread is about to wait. */
void og_replies_tick(struct og_replies *replies, bool waits);

/* Whether og_replies_tick is to be called within OG_STREAMS_ANSWER_MS. */
bool og_replies_are_due(struct og_replies *replies);

/* How many duplicate packets were dropped. */
uint64_t og_replies_duplicates(struct og_replies *replies);

void og_replies_destroy(struct og_replies *replies);

#endif
