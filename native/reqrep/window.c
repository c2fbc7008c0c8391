#include "window.h"

#include <stdlib.h>

#include "packet_queue.h"
#include "peer.h"

/* What may be sent on the present connection. */
enum flow {
    FLOW_CLOSED,   /* nothing: no connection, or (host) no CREATE_REQUEST ever */
    FLOW_QUIET,    /* nothing until ask_at, or CREATE_REQUEST comes */
    FLOW_ASK,      /* the oldest packet, alone */
    FLOW_ASKED,    /* it was sent, and its answer is waited for */
    FLOW_CREATING, /* CREATE_REQUEST, and then its answer is waited for */
    FLOW_OPEN      /* everything */
};

/* A packet that isn't in the queue: CREATE_REQUEST or DESTROY. */
struct single {
    void *packet;
    size_t size;
    bool numbered; /* has an id, since it was sent once */
    uint32_t id;
    bool due;
};

struct window {
    struct window_settings settings;
    uint32_t next_id;

    struct packet_queue queue;
    struct single create, destroy;

    bool connected;
    bool heard; /* a CREATE_REQUEST, ever */
    enum flow flow;
    struct peer peer;
    int64_t ask_at;
    bool repeat_due;

    enum { NEXT_NOTHING, NEXT_CREATE, NEXT_DESTROY, NEXT_REPEAT, NEXT_PACKET } next;
    unsigned news;
    struct window_counts counts;
};

struct window *window_new(const struct window_settings *settings)
{
    struct window *window = calloc(1, sizeof *window);
    if (window == NULL) {
        return NULL;
    }
    window->settings = *settings;
    window->next_id = settings->first_id & WINDOW_ID_MASK;
    if (!packet_queue_init(&window->queue, settings->max_messages)) {
        free(window);
        return NULL;
    }
    return window;
}

/* The first 'count' packets leave; 'counter' is where they are counted. */
static void leave(struct window *window, size_t count, uint64_t *counter)
{
    for (size_t i = 0; i < count; i++) {
        ++*counter;
        window->counts.pending--;
        window->settings.release(packet_queue_take(&window->queue));
    }
}

/*
 * What is sent next has nothing to do with what was sent before, unless that is to be repeated. To a listener that knows
 * only a part of it, ids that just went on would look as if packets before them were missing.
 */
static void begin_stream(struct window *window)
{
    if (window->queue.numbered == 0) {
        window->next_id = (window->next_id + WINDOW_MAX_MESSAGES) & WINDOW_ID_MASK;
    }
}

/*
 * The oldest, that many, may have been taken by a peer that is gone; then those refused behind them leave, too, as they
 * could otherwise look as if these were missing before them.
 */
static void doubt(struct window *window, size_t count)
{
    if (count > 0) {
        leave(window, window->queue.numbered, &window->counts.in_doubt);
        begin_stream(window);
    }
}

static void release_single(struct window *window, struct single *single)
{
    if (single->packet != NULL) {
        window->settings.release(single->packet);
    }
}

void window_free(struct window *window)
{
    window_close(window);
    release_single(window, &window->create);
    release_single(window, &window->destroy);
    packet_queue_destroy(&window->queue);
    free(window);
}

bool window_offer(struct window *window, void *packet, size_t size)
{
    if (!packet_queue_fits(&window->queue, size, window->settings.max_bytes)) {
        return false;
    }
    packet_queue_add(&window->queue, packet, size);
    window->counts.accepted++;
    window->counts.pending++;
    return true;
}

/* The question is settled, or there was none. */
static void go_on(struct window *window)
{
    if (window->settings.side == WINDOW_HOST) {
        window->flow = FLOW_OPEN;
    } else {
        window->flow = FLOW_CREATING;
        window->create.due = window->create.packet != NULL;
    }
}

void window_create(struct window *window, void *packet, size_t size)
{
    window->create = (struct single){.packet = packet, .size = size, .due = window->flow == FLOW_CREATING};
}

void window_destroy(struct window *window, void *packet, size_t size)
{
    window->destroy = (struct single){.packet = packet, .size = size, .due = true};
}

void window_connected(struct window *window, int64_t now)
{
    window->connected = true;
    if (window->settings.side == WINDOW_GATEWAY) {
        if (window->queue.exposed > 0) {
            window->flow = FLOW_ASK;
        } else {
            go_on(window);
        }
    } else if (window->heard) {
        window->flow = window->queue.exposed > 0 ? FLOW_QUIET : FLOW_ASK;
        window->ask_at = now + window->settings.timeout;
    }
}

void window_disconnected(struct window *window)
{
    window->connected = false;
    window->queue.exposed = packet_queue_answerable(&window->queue);
    window->queue.sent = 0;
    begin_stream(window);
    window->flow = FLOW_CLOSED;
    window->peer = (struct peer){0};
    window->create.due = false;
    window->repeat_due = false;
}

void window_accepted(struct window *window)
{
    if (window->flow == FLOW_OPEN || window->flow == FLOW_CREATING) {
        window->create.due = window->create.packet != NULL;
    }
}

void window_heard(struct window *window)
{
    window->heard = true;
    if (window->connected) {
        window->flow = FLOW_OPEN;
    }
}

void window_started_over(struct window *window)
{
    doubt(window, packet_queue_answerable(&window->queue));
    window->repeat_due = false;
    window_heard(window);
}

static void create_answered(struct window *window, bool created)
{
    window->news |= created ? WINDOW_NEWS_CREATED : WINDOW_NEWS_NOT_CREATED;
    if (!created) {
        window->flow = FLOW_CLOSED;
    } else if (window->flow == FLOW_CREATING) {
        window->flow = FLOW_OPEN;
    }
}

/* This peer has no module: nothing that was sent to it was taken. */
static void refused(struct window *window, int64_t now)
{
    bool asked = window->flow == FLOW_ASKED;
    window->queue.sent = 0;
    if (window->settings.side == WINDOW_GATEWAY) {
        doubt(window, window->queue.exposed);
    }
    if (window->settings.side == WINDOW_GATEWAY && asked) {
        go_on(window);
    } else {
        window->flow = FLOW_QUIET;
        window->ask_at = now + window->settings.timeout;
    }
}

static void acknowledged(struct window *window, uint32_t id)
{
    leave(window, packet_queue_answered(&window->queue, id), &window->counts.delivered);
    if (window->destroy.numbered && id == window->destroy.id) {
        window->news |= WINDOW_NEWS_DESTROYED;
    }
    if (window->flow == FLOW_ASKED) {
        go_on(window);
    }
}

void window_answered(struct window *window, uint32_t id, enum window_answer answer, int64_t now)
{
    bool create_reply = answer == WINDOW_CREATED || answer == WINDOW_REFUSED;
    /* It keeps its id for ever, however far the others have gone around the circle. */
    bool to_create = create_reply && window->create.numbered && id == window->create.id;
    if (!window->connected || (!to_create && !packet_id_up_to(id, window->next_id - 1))) {
        return;
    }
    window->repeat_due = false;
    if (peer_answered(&window->peer, !to_create, now)) {
        window->news |= WINDOW_NEWS_RETURNED;
    }
    if (to_create) {
        create_answered(window, answer == WINDOW_CREATED);
    } else if (answer != WINDOW_REFUSED) {
        acknowledged(window, id);
    } else if (packet_queue_has_sent(&window->queue, id)) {
        refused(window, now);
    }
}

/* Nobody answered anything on this connection. What an earlier one had is in doubt: this is another peer. */
static void found_plain(struct window *window)
{
    leave(window, window->queue.exposed, &window->counts.in_doubt);
    leave(window, window->queue.sent, &window->counts.delivered);
    if (window->flow == FLOW_ASKED) {
        go_on(window);
    }
}

/* A peer that acknowledges is silent. A plain host could take a repeated CREATE_REQUEST for another one. */
static void missed(struct window *window)
{
    window->repeat_due = window->queue.sent > 0;
    window->create.due = window->flow == FLOW_CREATING;
}

void window_tick(struct window *window, int64_t now)
{
    const struct window_settings *settings = &window->settings;
    if (!window->connected) {
        return;
    }
    if (window->flow == FLOW_QUIET && now >= window->ask_at) {
        if (settings->side == WINDOW_HOST) {
            window->flow = FLOW_ASK;
        } else {
            go_on(window);
        }
    }
    bool creating = window->flow == FLOW_CREATING && window->create.numbered;
    bool waiting = creating || window->queue.sent > 0;
    switch (peer_tick(&window->peer, waiting, settings->timeout, settings->missed, now)) {
    case PEER_FOUND_PLAIN:
        found_plain(window);
        break;
    case PEER_LOST:
        window->news |= WINDOW_NEWS_LOST;
        missed(window);
        break;
    case PEER_MISSED:
        missed(window);
        break;
    case PEER_NO_SIGN:
        break;
    }
}

static void next_single(struct window *window, const struct single *single, struct window_packet *next)
{
    *next = (struct window_packet){single->packet, single->size, single->numbered ? single->id : window->next_id};
}

/* A packet gets its id when it is first sent. */
static void next_in_queue(struct window *window, size_t index, struct window_packet *next)
{
    const struct queued_packet *entry = packet_queue_at(&window->queue, index);
    bool numbered = index < window->queue.numbered;
    *next = (struct window_packet){entry->packet, entry->size, numbered ? entry->id : window->next_id};
}

bool window_next(struct window *window, struct window_packet *next)
{
    bool may_send = window->flow == FLOW_OPEN || window->flow == FLOW_ASK;
    window->next = NEXT_NOTHING;
    if (!window->connected) {
        return false;
    }
    if (window->create.due) {
        window->next = NEXT_CREATE;
        next_single(window, &window->create, next);
    } else if (window->repeat_due && window->queue.sent > 0) {
        window->next = NEXT_REPEAT;
        next_in_queue(window, 0, next);
    } else if (may_send && window->queue.sent < window->queue.all) {
        window->next = NEXT_PACKET;
        next_in_queue(window, window->queue.sent, next);
    } else if (window->flow == FLOW_OPEN && window->destroy.due && window->queue.all == 0) {
        window->next = NEXT_DESTROY;
        next_single(window, &window->destroy, next);
    }
    return window->next != NEXT_NOTHING;
}

static uint32_t take_id(struct window *window)
{
    uint32_t id = window->next_id;
    window->next_id = (id + 1) & WINDOW_ID_MASK;
    return id;
}

static void single_sent(struct window *window, struct single *single, int64_t now)
{
    if (!single->numbered) {
        single->numbered = true;
        single->id = take_id(window);
    }
    single->due = false;
    if (window->queue.sent == 0) {
        window->peer.silent_since = now;
    }
}

static void packet_sent(struct window *window, int64_t now)
{
    if (window->queue.sent == window->queue.numbered) {
        packet_queue_at(&window->queue, window->queue.sent)->id = take_id(window);
        window->queue.numbered++;
    }
    if (window->queue.sent == 0) {
        window->peer.silent_since = now;
    }
    peer_addressed(&window->peer, now);
    window->queue.sent++;
    if (window->flow == FLOW_ASK) {
        window->flow = FLOW_ASKED;
    }
    if (window->peer.kind == PEER_PLAIN) {
        leave(window, window->queue.sent, &window->counts.delivered);
    }
}

void window_sent(struct window *window, int64_t now)
{
    if (window->next == NEXT_CREATE) {
        single_sent(window, &window->create, now);
    } else if (window->next == NEXT_DESTROY) {
        single_sent(window, &window->destroy, now);
    } else if (window->next == NEXT_REPEAT) {
        window->repeat_due = false;
    } else if (window->next == NEXT_PACKET) {
        packet_sent(window, now);
    }
    window->next = NEXT_NOTHING;
}

unsigned window_take_news(struct window *window)
{
    unsigned news = window->news;
    window->news = 0;
    return news;
}

void window_close(struct window *window)
{
    leave(window, packet_queue_answerable(&window->queue), &window->counts.in_doubt);
    leave(window, window->queue.all, &window->counts.undelivered);
}

bool window_peer_is_there(const struct window *window)
{
    return window->connected && !window->peer.lost
        && (window->settings.side == WINDOW_HOST || window->flow == FLOW_OPEN);
}

struct window_counts window_counts(const struct window *window)
{
    return window->counts;
}
