#include "replies.h"

#include "base/clock.h"
#include "nano.h"
#include "wire/packet.h"
#include "wire/request_id.h"

void replies_init(struct replies *replies, const struct identity *identity)
{
    *replies = (struct replies){.identity = *identity, .socket = -1};
    pthread_mutex_init(&replies->mutex, NULL);
}

void replies_bind(struct replies *replies, int socket)
{
    replies->socket = socket;
}

/* ----------------------------------------------------------------------------------------- with the mutex */

static void reply_created(struct replies *replies, const struct route *route, uint32_t id, bool created)
{
    uint8_t body[CREATE_REPLY_BYTES];
    packet_write_create_reply(body, created);
    nano_reply(replies->socket, route, id, body, sizeof body);
}

static void reply_hello(struct replies *replies, const struct route *route, uint32_t id)
{
    uint8_t body[HELLO_BYTES];
    packet_write_hello(body, &replies->identity);
    nano_reply(replies->socket, route, id, body, sizeof body);
}

static void answer(struct replies *replies, const struct streams_answer *answer)
{
    switch (answer->body) {
    case STREAMS_REFUSED:
        reply_created(replies, &answer->route, answer->id, false);
        break;
    case STREAMS_HELLO:
        reply_hello(replies, &answer->route, answer->id);
        break;
    case STREAMS_EMPTY:
        nano_reply(replies->socket, &answer->route, answer->id, "", 0);
        break;
    }
}

static void answer_all(struct replies *replies, const struct streams_answer *answers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        answer(replies, &answers[i]);
    }
}

/* ---------------------------------------------------------------------------------------- from any thread */

void replies_take(struct replies *replies)
{
    pthread_mutex_lock(&replies->mutex);
    replies->streams.taking = true;
    pthread_mutex_unlock(&replies->mutex);
}

void replies_create(struct replies *replies, const struct route *route)
{
    pthread_mutex_lock(&replies->mutex);
    replies->streams.taking = true;
    streams_create(&replies->streams, route);
    pthread_mutex_unlock(&replies->mutex);
}

enum streams_verdict replies_packet(
    struct replies *replies, const struct sp_message *message, struct stream_ref *stream)
{
    struct streams_answer at_once;
    bool answers;
    pthread_mutex_lock(&replies->mutex);
    enum streams_verdict verdict
        = streams_packet(&replies->streams, &message->route, message->id, stream, &at_once, &answers);
    if (answers) {
        answer(replies, &at_once);
    }
    replies->repeats += verdict == STREAMS_REPEAT;
    pthread_mutex_unlock(&replies->mutex);
    return verdict;
}

void replies_repeat(struct replies *replies, struct stream_ref stream)
{
    struct streams_answer again;
    pthread_mutex_lock(&replies->mutex);
    if (streams_repeat(&replies->streams, stream, &again)) {
        answer(replies, &again);
    }
    pthread_mutex_unlock(&replies->mutex);
}

bool replies_handled(struct replies *replies, const struct sp_message *message, struct stream_ref stream)
{
    struct streams_answer answers[STREAMS_MAX];
    pthread_mutex_lock(&replies->mutex);
    bool known = streams_unanswered(&replies->streams);
    size_t count = streams_handled(&replies->streams, stream, message->id, message->size, clock_ms(), answers);
    answer_all(replies, answers, count);
    bool wakes = !known && streams_unanswered(&replies->streams) && replies->waits;
    pthread_mutex_unlock(&replies->mutex);
    return wakes;
}

void replies_created(struct replies *replies, const struct route *route, uint32_t id, bool created)
{
    pthread_mutex_lock(&replies->mutex);
    if (created) {
        /* Who is here, and that it acknowledges. Before, and with the id before, which an NN_REQ socket drops: behind,
           it would have that socket drop the CREATE_REPLY itself, if nobody has fetched it yet. */
        bool plain = route_identity_of_create(route) == IDENTITY_NONE;
        struct streams_answer greeting = {*route, (id - 1) & REQUEST_ID_MASK, plain ? STREAMS_EMPTY : STREAMS_HELLO};
        answer(replies, &greeting);
    }
    reply_created(replies, route, id, created);
    pthread_mutex_unlock(&replies->mutex);
}

void replies_tick(struct replies *replies, bool waits)
{
    struct streams_answer answers[STREAMS_MAX];
    pthread_mutex_lock(&replies->mutex);
    replies->waits = waits;
    answer_all(replies, answers, streams_tick(&replies->streams, clock_ms(), answers));
    pthread_mutex_unlock(&replies->mutex);
}

bool replies_are_due(struct replies *replies)
{
    pthread_mutex_lock(&replies->mutex);
    bool due = streams_unanswered(&replies->streams);
    pthread_mutex_unlock(&replies->mutex);
    return due;
}

uint64_t replies_repeats(struct replies *replies)
{
    pthread_mutex_lock(&replies->mutex);
    uint64_t repeats = replies->repeats;
    pthread_mutex_unlock(&replies->mutex);
    return repeats;
}

void replies_destroy(struct replies *replies)
{
    pthread_mutex_destroy(&replies->mutex);
}
