#include "window.h"

#include <stdlib.h>

/*
 * The packets are a queue, and how far they have come is told by lengths of its front:
 *
 *   | sent on this connection .... |
 *   | sent on an earlier connection, never answered ......... |      'exposed': these may have been taken
 *   | have an id ........................................................... |
 *   | all ............................................................................... |
 *
 * So whatever leaves leaves at the front, and order can't be lost.
 */

/* What may be sent on the present connection. */
enum flow {
    FLOW_CLOSED,   /* nothing: no connection, or (host) no CREATE_REQUEST ever */
    FLOW_QUIET,    /* nothing until ask_at, or CREATE_REQUEST comes */
    FLOW_ASK,      /* the oldest packet, alone */
    FLOW_ASKED,    /* it was sent, and its answer is waited for */
    FLOW_CREATING, /* CREATE_REQUEST, and then its answer is waited for */
    FLOW_OPEN      /* everything */
};

enum peer { PEER_UNKNOWN, PEER_ACKNOWLEDGES, PEER_PLAIN };

struct entry {
    void *packet;
    size_t size;
    uint32_t id;
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

    struct entry *ring;
    size_t capacity, head;
    size_t all, numbered, exposed, sent;
    size_t bytes;

    struct single create, destroy;

    bool connected;
    bool heard; /* a CREATE_REQUEST, ever */
    enum flow flow;
    enum peer peer;
    int64_t ask_at;
    bool first_sent; /* a one-way packet on this connection */
    int64_t first_sent_at;
    int64_t quiet_since;
    bool repeat_due;
    unsigned missed;
    bool lost;

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
    window->capacity = settings->max_messages;
    window->ring = calloc(window->capacity, sizeof *window->ring);
    if (window->ring == NULL) {
        free(window);
        return NULL;
    }
    return window;
}

static struct entry *entry_at(struct window *window, size_t index)
{
    return &window->ring[(window->head + index) % window->capacity];
}

static size_t less(size_t one, size_t by)
{
    return one > by ? one - by : 0;
}

static size_t most(size_t one, size_t other)
{
    return one > other ? one : other;
}

/* The first 'count' packets leave; 'counter' is where they are counted. */
static void leave(struct window *window, size_t count, uint64_t *counter)
{
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = entry_at(window, i);
        ++*counter;
        window->counts.pending--;
        window->bytes -= entry->size;
        window->settings.release(entry->packet);
    }
    window->head = (window->head + count) % window->capacity;
    window->all -= count;
    window->numbered = less(window->numbered, count);
    window->exposed = less(window->exposed, count);
    window->sent = less(window->sent, count);
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
    free(window->ring);
    free(window);
}

bool window_offer(struct window *window, void *packet, size_t size)
{
    bool fits = window->all == 0
        || (window->all < window->capacity && size <= less(window->settings.max_bytes, window->bytes));
    if (!fits) {
        return false;
    }
    *entry_at(window, window->all) = (struct entry){packet, size, 0};
    window->all++;
    window->bytes += size;
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
        if (window->exposed > 0) {
            window->flow = FLOW_ASK;
        } else {
            go_on(window);
        }
    } else if (window->heard) {
        window->flow = window->exposed > 0 ? FLOW_QUIET : FLOW_ASK;
        window->ask_at = now + window->settings.timeout;
    }
}

void window_disconnected(struct window *window)
{
    window->connected = false;
    window->exposed = most(window->exposed, window->sent);
    window->sent = 0;
    window->flow = FLOW_CLOSED;
    window->peer = PEER_UNKNOWN;
    window->first_sent = false;
    window->create.due = false;
    window->repeat_due = false;
    window->missed = 0;
    window->lost = false;
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
    leave(window, most(window->exposed, window->sent), &window->counts.in_doubt);
    window->repeat_due = false;
    window_heard(window);
}

/* Whether 'id' is 'other', or before it by less than half of all ids. */
static bool up_to(uint32_t id, uint32_t other)
{
    return ((other - id) & WINDOW_ID_MASK) <= WINDOW_ID_MASK / 2;
}

static void heard_from(struct window *window, int64_t now)
{
    window->quiet_since = now;
    window->missed = 0;
    window->repeat_due = false;
    if (window->lost) {
        window->lost = false;
        window->news |= WINDOW_NEWS_RETURNED;
    }
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
    window->sent = 0;
    if (window->settings.side == WINDOW_GATEWAY) {
        leave(window, window->exposed, &window->counts.in_doubt);
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
    size_t answerable = most(window->sent, window->exposed);
    size_t count = 0;
    while (count < answerable && up_to(entry_at(window, count)->id, id)) {
        count++;
    }
    leave(window, count, &window->counts.delivered);
    if (window->destroy.numbered && id == window->destroy.id) {
        window->news |= WINDOW_NEWS_DESTROYED;
    }
    if (window->flow == FLOW_ASKED) {
        go_on(window);
    }
}

static bool is_sent(struct window *window, uint32_t id)
{
    return window->sent > 0 && up_to(entry_at(window, 0)->id, id)
        && up_to(id, entry_at(window, window->sent - 1)->id);
}

void window_answered(struct window *window, uint32_t id, enum window_answer answer, int64_t now)
{
    if (!window->connected || !up_to(id, window->next_id - 1)) {
        return;
    }
    bool create_reply = answer == WINDOW_CREATED || answer == WINDOW_REFUSED;
    if (create_reply && window->create.numbered && id == window->create.id) {
        heard_from(window, now);
        create_answered(window, answer == WINDOW_CREATED);
        return;
    }
    heard_from(window, now);
    window->peer = PEER_ACKNOWLEDGES;
    if (answer != WINDOW_REFUSED) {
        acknowledged(window, id);
    } else if (is_sent(window, id)) {
        refused(window, now);
    }
}

/* Nobody answered anything on this connection. What an earlier one had is in doubt: this is another peer. */
static void found_plain(struct window *window)
{
    window->peer = PEER_PLAIN;
    leave(window, window->exposed, &window->counts.in_doubt);
    leave(window, window->sent, &window->counts.delivered);
    if (window->flow == FLOW_ASKED) {
        go_on(window);
    }
}

/* Whether an answer must come: to a packet, or to CREATE_REQUEST. */
static bool waits_for_answer(const struct window *window)
{
    return window->sent > 0 || (window->flow == FLOW_CREATING && window->create.numbered);
}

/* A plain host could take a repeated CREATE_REQUEST for another; this peer is known to acknowledge, so it won't. */
static void missed_deadline(struct window *window, int64_t now)
{
    window->quiet_since = now;
    window->repeat_due = window->sent > 0;
    window->create.due = window->flow == FLOW_CREATING;
    window->missed++;
    if (window->missed == window->settings.missed) {
        window->lost = true;
        window->news |= WINDOW_NEWS_LOST;
    }
}

void window_tick(struct window *window, int64_t now)
{
    int64_t timeout = window->settings.timeout;
    if (!window->connected) {
        return;
    }
    if (window->flow == FLOW_QUIET && now >= window->ask_at) {
        if (window->settings.side == WINDOW_HOST) {
            window->flow = FLOW_ASK;
        } else {
            go_on(window);
        }
    }
    if (window->peer == PEER_UNKNOWN && window->first_sent && now - window->first_sent_at >= timeout) {
        found_plain(window);
    } else if (window->peer == PEER_ACKNOWLEDGES && waits_for_answer(window)
        && now - window->quiet_since >= timeout) {
        missed_deadline(window, now);
    }
}

/* The packet at 'index' gets its id when it is first sent. */
static uint32_t id_of(struct window *window, size_t index)
{
    return index < window->numbered ? entry_at(window, index)->id : window->next_id;
}

static void next_single(struct window *window, const struct single *single, struct window_packet *next)
{
    *next = (struct window_packet){single->packet, single->size, single->numbered ? single->id : window->next_id};
}

static void next_in_queue(struct window *window, size_t index, struct window_packet *next)
{
    const struct entry *entry = entry_at(window, index);
    *next = (struct window_packet){entry->packet, entry->size, id_of(window, index)};
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
    } else if (window->repeat_due && window->sent > 0) {
        window->next = NEXT_REPEAT;
        next_in_queue(window, 0, next);
    } else if (may_send && window->sent < window->all) {
        window->next = NEXT_PACKET;
        next_in_queue(window, window->sent, next);
    } else if (window->flow == FLOW_OPEN && window->destroy.due && window->all == 0) {
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
    if (window->sent == 0) {
        window->quiet_since = now;
    }
}

static void packet_sent(struct window *window, int64_t now)
{
    if (window->sent == window->numbered) {
        entry_at(window, window->sent)->id = take_id(window);
        window->numbered++;
    }
    if (window->sent == 0) {
        window->quiet_since = now;
    }
    if (!window->first_sent) {
        window->first_sent = true;
        window->first_sent_at = now;
    }
    window->sent++;
    if (window->flow == FLOW_ASK) {
        window->flow = FLOW_ASKED;
    }
    if (window->peer == PEER_PLAIN) {
        leave(window, window->sent, &window->counts.delivered);
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
    leave(window, most(window->exposed, window->sent), &window->counts.in_doubt);
    leave(window, window->all, &window->counts.undelivered);
}

struct window_counts window_counts(const struct window *window)
{
    return window->counts;
}
