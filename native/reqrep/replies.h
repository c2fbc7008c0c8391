/*
 * What a listener answers: its streams, and the SP replies that they call for. Packets come on the listener's thread,
 * and are handled on another; all functions may be called from any thread, from replies_bind on.
 */
#ifndef OUTRIGGER_REPLIES_H
#define OUTRIGGER_REPLIES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "streams.h"
#include "wire/identity.h"
#include "wire/sp_message.h"

/* The mutex guards the streams and the order of replies into the socket. */
struct replies {
    struct identity identity; /* of the session that answers */
    int socket;               /* raw NN_REP; the listener's */
    pthread_mutex_t mutex;
    struct streams streams;
    bool waits; /* the listener's thread has found nothing more to receive */
    uint64_t repeats;
};

void replies_init(struct replies *replies, const struct identity *identity);

/* The socket is there now. */
void replies_bind(struct replies *replies, int socket);

/* From now on one-way packets are taken. */
void replies_take(struct replies *replies);

/* CREATE_REQUEST came by this route: one-way packets are taken, those of its sender from its base on. */
void replies_create(struct replies *replies, const struct route *route);

/* A one-way packet came. Answers what is to be answered at once, and gives what to do with it, and its stream. */
enum streams_verdict replies_packet(
    struct replies *replies, const struct sp_message *message, struct stream_ref *stream);

/* A packet of this stream still waits for room: its sender gets a sign of life. */
void replies_repeat(struct replies *replies, struct stream_ref stream);

/*
 * A one-way packet was handled. Gives whether the listener's thread, which waits, must be woken to answer it in time.
 */
bool replies_handled(struct replies *replies, const struct sp_message *message, struct stream_ref stream);

/* Replies to CREATE_REQUEST. */
void replies_created(struct replies *replies, const struct route *route, uint32_t id, bool created);

/* Time went by; 'waits': the listener's thread is about to wait. */
void replies_tick(struct replies *replies, bool waits);

/* Whether replies_tick is to be called within STREAMS_ANSWER_MS. */
bool replies_are_due(struct replies *replies);

/* How many packets came again and were dropped. */
uint64_t replies_repeats(struct replies *replies);

void replies_destroy(struct replies *replies);

#endif
