#include "replies.h"

#include "base/clock.h"
#include "nano.h"
#include "wire/packet.h"
#include "wire/request_id.h"

void og_replies_init(struct og_replies *replies, const struct og_identity *identity)
{
    *replies = (struct og_replies){.identity = *identity, .socket = -1};
    pthread_mutex_init(&replies->mutex, NULL);
}

void og_replies_bind(struct og_replies *replies, int socket)
{
    replies->socket = socket;
}

/* ----------------------------------------------------------------------------------------- with the mutex */

static void reply_created(struct og_replies *replies, const struct og_route *route, uint32_t id, bool created)
{
    uint8_t body[OG_CREATE_REPLY_BYTES];
    og_packet_write_create_reply(body, created);
    og_nano_reply(replies->socket, route, id, body, sizeof body);
}

static void reply_hello(struct og_replies *replies, const struct og_route *route, uint32_t id)
{
    uint8_t body[OG_HELLO_BYTES];
    og_packet_write_hello(body, &replies->identity);
    og_nano_reply(replies->socket, route, id, body, sizeof body);
}

static void answer(struct og_replies *replies, const struct og_streams_answer *answer)
{
    switch (answer->body) {
    case OG_STREAMS_REFUSED:
        reply_created(replies, &answer->route, answer->id, false);
        break;
    case OG_STREAMS_HELLO:
        reply_hello(replies, &answer->route, answer->id);
        break;
    case OG_STREAMS_EMPTY:
        og_nano_reply(replies->socket, &answer->route, answer->id, "", 0);
        break;
    }
}

static void answer_all(struct og_replies *replies, const struct og_streams_answer *answers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        answer(replies, &answers[i]);
    }
}

/* ---------------------------------------------------------------------------------------- from any thread */

void og_replies_take(struct og_replies *replies)
{
    pthread_mutex_lock(&replies->mutex);
    replies->streams.taking = true;
    pthread_mutex_unlock(&replies->mutex);
}

void og_replies_create(struct og_replies *replies, const struct og_route *route)
{
    pthread_mutex_lock(&replies->mutex);
    replies->streams.taking = true;
    og_streams_create(&replies->streams, route);
    pthread_mutex_unlock(&replies->mutex);
}

enum og_streams_verdict og_replies_packet(
    struct og_replies *replies, const struct og_sp_message *message, struct og_stream_ref *stream)
{
    struct og_streams_answer at_once;
    bool answers;
    pthread_mutex_lock(&replies->mutex);
    enum og_streams_verdict verdict
        = og_streams_packet(&replies->streams, &message->route, message->id, stream, &at_once, &answers);
    if (answers) {
        answer(replies, &at_once);
    }
    replies->duplicates += verdict == OG_STREAMS_DUPLICATE;
    pthread_mutex_unlock(&replies->mutex);
    return verdict;
}

void og_replies_answer_again(struct og_replies *replies, struct og_stream_ref stream)
{
    struct og_streams_answer again;
    pthread_mutex_lock(&replies->mutex);
    if (og_streams_answer_again(&replies->streams, stream, &again)) {
        answer(replies, &again);
    }
    pthread_mutex_unlock(&replies->mutex);
}

bool og_replies_handled(struct og_replies *replies, const struct og_sp_message *message, struct og_stream_ref stream)
{
    struct og_streams_answer answers[OG_STREAMS_MAX];
    pthread_mutex_lock(&replies->mutex);
    bool known = og_streams_unanswered(&replies->streams);
    size_t count = og_streams_handled(&replies->streams, stream, message->id, message->size, og_clock_ms(), answers);
    answer_all(replies, answers, count);
    bool wakes = !known && og_streams_unanswered(&replies->streams) && replies->waits;
    pthread_mutex_unlock(&replies->mutex);
    return wakes;
}

void og_replies_created(struct og_replies *replies, const struct og_route *route, uint32_t id, bool created)
{
    pthread_mutex_lock(&replies->mutex);
    if (created) {
        /* Who is here, and that it acknowledges. Before, and with the id before, which an NN_REQ socket drops: behind,
           it would have that socket drop the CREATE_REPLY itself, if nobody has fetched it yet. */
        bool plain = og_route_identity_of_create(route) == OG_IDENTITY_NONE;
        struct og_streams_answer greeting
            = {*route, (id - 1) & OG_REQUEST_ID_MASK, plain ? OG_STREAMS_EMPTY : OG_STREAMS_HELLO};
        answer(replies, &greeting);
    }
    reply_created(replies, route, id, created);
    pthread_mutex_unlock(&replies->mutex);
}

void og_replies_tick(struct og_replies *replies, bool waits)
{
    struct og_streams_answer answers[OG_STREAMS_MAX];
    pthread_mutex_lock(&replies->mutex);
    replies->waits = waits;
    answer_all(replies, answers, og_streams_tick(&replies->streams, og_clock_ms(), answers));
    pthread_mutex_unlock(&replies->mutex);
}

bool og_replies_are_due(struct og_replies *replies)
{
    pthread_mutex_lock(&replies->mutex);
    bool due = og_streams_unanswered(&replies->streams);
    pthread_mutex_unlock(&replies->mutex);
    return due;
}

uint64_t og_replies_duplicates(struct og_replies *replies)
{
    pthread_mutex_lock(&replies->mutex);
    uint64_t duplicates = replies->duplicates;
    pthread_mutex_unlock(&replies->mutex);
    return duplicates;
}

void og_replies_destroy(struct og_replies *replies)
{
    pthread_mutex_destroy(&replies->mutex);
}
