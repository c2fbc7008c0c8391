#include "streams.h"

#include <string.h>

#define ID_MASK 0x7fffffffu

static bool same_route(const struct route *one, const struct route *other)
{
    return one->size == other->size && memcmp(one->bytes, other->bytes, one->size) == 0;
}

/* How far 'id' is before 'newest', around the circle. */
static uint32_t distance_before(uint32_t id, uint32_t newest)
{
    return (newest - id) & ID_MASK;
}

static bool is_repeat(const struct stream *stream, uint32_t id)
{
    return distance_before(id, stream->newest) <= STREAMS_REPEAT_IDS;
}

static bool continues(const struct stream *stream, uint32_t id)
{
    return is_repeat(stream, id) || id == ((stream->newest + 1) & ID_MASK);
}

static struct stream *stream_of(struct streams *streams, const struct route *route)
{
    for (unsigned i = 0; i < STREAMS_MAX; i++) {
        struct stream *stream = &streams->streams[i];
        if (stream->generation != 0 && same_route(&stream->route, route)) {
            return stream;
        }
    }
    return NULL;
}

/* Of the streams that a first id on a new connection would continue, the one used last. */
static struct stream *stream_to_continue(struct streams *streams, uint32_t id)
{
    struct stream *found = NULL;
    for (unsigned i = 0; i < STREAMS_MAX; i++) {
        struct stream *stream = &streams->streams[i];
        if (stream->generation != 0 && continues(stream, id) && (found == NULL || stream->used > found->used)) {
            found = stream;
        }
    }
    return found;
}

/*
 * Whether the first packet of a route leaves out some of a known sender's. nanomsg reconnects at times, and a packet may
 * just have been handed to it; its sender learns of the connection before it sends another. So a second one isn't early.
 */
static bool is_early(const struct streams *streams, const struct route *route, uint32_t id)
{
    if (same_route(&streams->early, route)) {
        return false;
    }
    for (unsigned i = 0; i < STREAMS_MAX; i++) {
        const struct stream *stream = &streams->streams[i];
        uint32_t ahead = distance_before(stream->newest, id);
        if (stream->generation != 0 && ahead > 1 && ahead <= STREAMS_REPEAT_IDS) {
            return true;
        }
    }
    return false;
}

/* Makes a stream in the place of the one that was used least lately. */
static struct stream *stream_new(struct streams *streams, uint32_t id)
{
    struct stream *stream = &streams->streams[0];
    for (unsigned i = 1; i < STREAMS_MAX; i++) {
        if (streams->streams[i].used < stream->used) {
            stream = &streams->streams[i];
        }
    }
    uint32_t before = (id - 1) & ID_MASK;
    *stream = (struct stream){.newest = before, .handled = before, .generation = ++streams->clock};
    return stream;
}

static struct streams_answer answer_of(struct stream *stream)
{
    stream->unanswered = 0;
    stream->unanswered_bytes = 0;
    return (struct streams_answer){stream->route, stream->handled, false};
}

static struct stream_ref ref_of(const struct streams *streams, const struct stream *stream)
{
    return (struct stream_ref){(unsigned) (stream - streams->streams), stream->generation};
}

static struct stream *stream_for(struct streams *streams, struct stream_ref ref)
{
    struct stream *stream = &streams->streams[ref.index];
    return stream->generation == ref.generation ? stream : NULL;
}

enum streams_verdict streams_packet(struct streams *streams, const struct route *route, uint32_t id,
    struct stream_ref *ref, struct streams_answer *answer, bool *answers)
{
    struct stream *stream = stream_of(streams, route);
    bool known = stream != NULL;
    if (!streams->taking && !(known && is_repeat(stream, id))) {
        *answer = (struct streams_answer){*route, id, true};
        *answers = true;
        return STREAMS_REFUSE;
    }
    if (!known) {
        stream = stream_to_continue(streams, id);
        if (stream == NULL && is_early(streams, route, id)) {
            streams->early = *route;
            *answers = false;
            return STREAMS_DROP;
        }
        stream = stream != NULL ? stream : stream_new(streams, id);
        stream->route = *route;
    }
    stream->used = ++streams->clock;
    bool repeat = is_repeat(stream, id);
    if (!repeat) {
        stream->pipelined = stream->newest != stream->handled || stream->unanswered > 0;
        stream->newest = id;
    }
    *ref = ref_of(streams, stream);
    *answers = repeat || !known;
    if (*answers) {
        *answer = answer_of(stream);
    }
    return repeat ? STREAMS_REPEAT : STREAMS_TAKE;
}

size_t streams_handled(struct streams *streams, struct stream_ref ref, uint32_t id, size_t bytes, int64_t now,
    struct streams_answer answers[STREAMS_MAX])
{
    struct stream *stream = stream_for(streams, ref);
    if (stream != NULL) {
        stream->handled = id;
        if (stream->unanswered == 0) {
            stream->unanswered_since = now;
        }
        stream->unanswered++;
        stream->unanswered_bytes += bytes;
    }
    return streams_tick(streams, now, answers);
}

bool streams_unanswered(const struct streams *streams)
{
    for (unsigned i = 0; i < STREAMS_MAX; i++) {
        if (streams->streams[i].unanswered > 0) {
            return true;
        }
    }
    return false;
}

/* Whether it is time to answer: at once if the sender may be waiting for it. */
static bool is_answer_due(const struct stream *stream, int64_t now)
{
    return stream->unanswered > 0
        && (!stream->pipelined || stream->unanswered >= STREAMS_ANSWER_PACKETS
            || stream->unanswered_bytes >= STREAMS_ANSWER_BYTES || now - stream->unanswered_since >= STREAMS_ANSWER_MS);
}

size_t streams_tick(struct streams *streams, int64_t now, struct streams_answer answers[STREAMS_MAX])
{
    size_t count = 0;
    for (unsigned i = 0; i < STREAMS_MAX; i++) {
        struct stream *stream = &streams->streams[i];
        if (is_answer_due(stream, now)) {
            answers[count++] = answer_of(stream);
        }
    }
    return count;
}

bool streams_repeat(struct streams *streams, struct stream_ref ref, struct streams_answer *answer)
{
    struct stream *stream = stream_for(streams, ref);
    if (stream != NULL) {
        *answer = answer_of(stream);
    }
    return stream != NULL;
}
