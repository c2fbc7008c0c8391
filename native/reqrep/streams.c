#include "streams.h"

#include "wire/identity.h"
#include "wire/request_id.h"

static bool is_duplicate(const struct og_stream *stream, uint32_t id)
{
    uint32_t limit = stream->identity == OG_IDENTITY_NONE ? OG_STREAMS_DUPLICATE_IDS : OG_REQUEST_ID_MASK / 2;
    return og_request_id_distance(id, stream->newest) <= limit;
}

static bool is_next(const struct og_stream *stream, uint32_t id)
{
    return id == ((stream->newest + 1) & OG_REQUEST_ID_MASK);
}

/* The stream that this packet is of for certain. */
static struct og_stream *stream_of(struct og_streams *streams, uint64_t identity, const struct og_route *route)
{
    for (unsigned i = 0; i < OG_STREAMS_MAX; i++) {
        struct og_stream *stream = &streams->streams[i];
        if (stream->generation != 0 && stream->identity == identity
            && (identity != OG_IDENTITY_NONE || og_route_is_same_connection(identity, &stream->route, route))) {
            return stream;
        }
    }
    return NULL;
}

/* Of the streams that a plain sender's first id on a new connection may continue, the one used last. */
static struct og_stream *stream_to_continue(struct og_streams *streams, uint32_t id)
{
    struct og_stream *found = NULL;
    for (unsigned i = 0; i < OG_STREAMS_MAX; i++) {
        struct og_stream *stream = &streams->streams[i];
        if (stream->generation != 0 && stream->identity == OG_IDENTITY_NONE
            && (is_duplicate(stream, id) || is_next(stream, id)) && (found == NULL || stream->used > found->used)) {
            found = stream;
        }
    }
    return found;
}

/*
 * Whether a stream is needed less than another: plain senders come and go; what is still to be handled must be known.
 */
static bool is_less_needed(const struct og_stream *one, const struct og_stream *other)
{
    bool one_handled = one->newest == one->handled;
    bool other_handled = other->newest == other->handled;
    if (one->generation == 0 || other->generation == 0) {
        return one->generation == 0;
    }
    if (one_handled != other_handled) {
        return one_handled;
    }
    bool one_plain = one->identity == OG_IDENTITY_NONE;
    bool other_plain = other->identity == OG_IDENTITY_NONE;
    if (one_handled && one_plain != other_plain) {
        return one_plain;
    }
    return one->used < other->used;
}

/* Makes a stream in the place of the one that is needed least. */
static struct og_stream *stream_new(
    struct og_streams *streams, uint64_t identity, const struct og_route *route, uint32_t id)
{
    struct og_stream *stream = &streams->streams[0];
    for (unsigned i = 1; i < OG_STREAMS_MAX; i++) {
        if (is_less_needed(&streams->streams[i], stream)) {
            stream = &streams->streams[i];
        }
    }
    uint32_t before = (id - 1) & OG_REQUEST_ID_MASK;
    *stream = (struct og_stream){
        .identity = identity,
        .route = *route,
        .newest = before,
        .handled = before,
        .generation = ++streams->clock,
    };
    return stream;
}

static struct og_streams_answer answer_of(struct og_stream *stream)
{
    stream->unanswered = 0;
    stream->unanswered_bytes = 0;
    return (struct og_streams_answer){stream->route, stream->handled, OG_STREAMS_EMPTY};
}

/* A plain sender takes whatever has a body for what it asked for, so it gets none. */
static struct og_streams_answer greeting_of(struct og_stream *stream)
{
    struct og_streams_answer answer = answer_of(stream);
    answer.body = stream->identity == OG_IDENTITY_NONE ? OG_STREAMS_EMPTY : OG_STREAMS_HELLO;
    return answer;
}

static struct og_stream_ref ref_of(const struct og_streams *streams, const struct og_stream *stream)
{
    return (struct og_stream_ref){(unsigned) (stream - streams->streams), stream->generation};
}

static struct og_stream *stream_for(struct og_streams *streams, struct og_stream_ref ref)
{
    struct og_stream *stream = &streams->streams[ref.index];
    return stream->generation == ref.generation ? stream : NULL;
}

/* All before this id were given up, or their answers came. */
static void skip_to(struct og_stream *stream, uint32_t id)
{
    uint32_t before = (id - 1) & OG_REQUEST_ID_MASK;
    if (!is_duplicate(stream, before)) {
        stream->handled = stream->handled == stream->newest ? before : stream->handled;
        stream->newest = before;
    }
}

void og_streams_create(struct og_streams *streams, const struct og_route *route)
{
    static const struct og_route no_route;
    uint64_t identity = og_route_identity_of_create(route);
    if (identity == OG_IDENTITY_NONE) {
        return;
    }
    struct og_stream *stream = stream_of(streams, identity, route);
    if (stream == NULL) {
        stream = stream_new(streams, identity, &no_route, og_route_base(route));
    }
    stream->used = ++streams->clock;
    skip_to(stream, og_route_base(route));
}

enum og_streams_verdict og_streams_packet(struct og_streams *streams, const struct og_route *route, uint32_t id,
    struct og_stream_ref *ref, struct og_streams_answer *answer, bool *answers)
{
    uint64_t identity = og_route_identity(route, id);
    bool oldest = identity == OG_IDENTITY_NONE || og_route_base(route) == id;
    struct og_stream *stream = stream_of(streams, identity, route);
    bool known = stream != NULL;
    bool duplicate = known && is_duplicate(stream, id);
    if (!streams->taking && !duplicate) {
        *answer = (struct og_streams_answer){*route, id, OG_STREAMS_REFUSED};
        *answers = true;
        return OG_STREAMS_REFUSE;
    }
    if (!duplicate && !oldest && !(known && is_next(stream, id))) {
        *answers = false;
        return OG_STREAMS_DROP;
    }
    if (!known && identity == OG_IDENTITY_NONE) {
        stream = stream_to_continue(streams, id);
    }
    stream = stream != NULL ? stream : stream_new(streams, identity, route, id);
    bool moved = !og_route_is_same_connection(identity, &stream->route, route);
    stream->route = *route;
    stream->used = ++streams->clock;
    duplicate = is_duplicate(stream, id);
    if (!duplicate) {
        stream->pipelined = stream->newest != stream->handled || stream->unanswered > 0;
        stream->newest = id;
    }
    *ref = ref_of(streams, stream);
    *answers = duplicate || moved || !known;
    if (*answers) {
        *answer = greeting_of(stream);
    }
    return duplicate ? OG_STREAMS_DUPLICATE : OG_STREAMS_TAKE;
}

size_t og_streams_handled(struct og_streams *streams, struct og_stream_ref ref, uint32_t id, size_t bytes, int64_t now,
    struct og_streams_answer answers[OG_STREAMS_MAX])
{
    struct og_stream *stream = stream_for(streams, ref);
    if (stream != NULL) {
        stream->handled = id;
        if (stream->unanswered == 0) {
            stream->unanswered_since = now;
        }
        stream->unanswered++;
        stream->unanswered_bytes += bytes;
    }
    return og_streams_tick(streams, now, answers);
}

bool og_streams_unanswered(const struct og_streams *streams)
{
    for (unsigned i = 0; i < OG_STREAMS_MAX; i++) {
        if (streams->streams[i].unanswered > 0) {
            return true;
        }
    }
    return false;
}

/* Whether it is time to answer: at once if the sender may be waiting for it. */
static bool is_answer_due(const struct og_stream *stream, int64_t now)
{
    return stream->unanswered > 0
        && (!stream->pipelined || stream->unanswered >= OG_STREAMS_ANSWER_PACKETS
            || stream->unanswered_bytes >= OG_STREAMS_ANSWER_BYTES
            || now - stream->unanswered_since >= OG_STREAMS_ANSWER_MS);
}

size_t og_streams_tick(struct og_streams *streams, int64_t now, struct og_streams_answer answers[OG_STREAMS_MAX])
{
    size_t count = 0;
    for (unsigned i = 0; i < OG_STREAMS_MAX; i++) {
        struct og_stream *stream = &streams->streams[i];
        if (is_answer_due(stream, now)) {
            answers[count++] = answer_of(stream);
        }
    }
    return count;
}

bool og_streams_answer_again(struct og_streams *streams, struct og_stream_ref ref, struct og_streams_answer *answer)
{
    struct og_stream *stream = stream_for(streams, ref);
    if (stream != NULL) {
        *answer = answer_of(stream);
    }
    return stream != NULL;
}
