#include "window.h"

#include <stdlib.h>

#include "wire/identity.h"
#include "packet_queue.h"
#include "peer.h"
#include "wire/request_id.h"

/* What may be sent on the present connection. */
enum flow {
    FLOW_CLOSED,   /* nothing: no connection, or (host) no CREATE_REQUEST ever */
    FLOW_QUIET,    /* nothing until ask_at, or CREATE_REQUEST comes */
    FLOW_ASK,      /* the oldest packet, alone: is the peer the one from before? */
    FLOW_ASKED,    /* it was sent, and its answer is waited for */
    FLOW_CREATING, /* CREATE_REQUEST, and then its answer is waited for */
    FLOW_OPEN      /* everything */
};

/* A packet that isn't in the queue: CREATE_REQUEST or DESTROY. */
struct single {
    void *packet;
    size_t size;
    uint32_t id;
    bool numbered; /* has an id */
    bool sent;     /* ever */
    bool due;
};

struct window {
    struct window_settings settings;

    struct packet_queue queue;
    struct single create, destroy;
    bool destroyed; /* DESTROY was answered */

    bool connected;
    enum flow flow;
    struct peer peer; /* a host sends nothing before it knows who that is */
    int64_t ask_at;
    bool repeat_due;
    bool repeated; /* the oldest packet was, and no HELLO has said since that the peer has it */
    int unrefused; /* how often the oldest packet was sent on this connection, less the refusals of it */

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
    if (!packet_queue_init(&window->queue, settings->max_messages, settings->first_id)) {
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
    if (count > 0) {
        window->unrefused = window->queue.sent > 0;
    }
}

/* The oldest, that many, may have been taken by a peer that is gone. */
static void doubt(struct window *window, size_t count)
{
    leave(window, count, &window->counts.in_doubt);
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

/* Packets that an earlier peer may have taken are accounted for, or go to that peer again. */
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
    window->create = (struct single){
        .packet = packet,
        .size = size,
        .id = window->settings.create_id & REQUEST_ID_MASK,
        .numbered = true,
        .due = window->flow == FLOW_CREATING,
    };
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
    } else if (window->peer.identity != IDENTITY_NONE) {
        /* Alone, as well: were more refused, a gateway that started over would leave them in doubt. */
        window->flow = window->queue.exposed > 0 ? FLOW_QUIET : FLOW_ASK;
        window->ask_at = now + window->settings.timeout;
    }
}

/* What was sent on this connection is to be sent again, and may have been taken. */
static void expose(struct window *window)
{
    window->queue.exposed = packet_queue_answerable(&window->queue);
    window->queue.sent = 0;
}

void window_disconnected(struct window *window)
{
    window->connected = false;
    expose(window);
    window->unrefused = 0;
    window->flow = FLOW_CLOSED;
    peer_forget(&window->peer);
    window->create.due = false;
    window->repeat_due = window->repeated = false;
}

void window_accepted(struct window *window)
{
    if (window->flow == FLOW_OPEN || window->flow == FLOW_CREATING) {
        window->create.due = window->create.packet != NULL;
    }
}

bool window_heard(struct window *window, uint64_t gateway)
{
    bool started_over = peer_is_another(&window->peer, gateway);
    peer_becomes(&window->peer, gateway);
    if (started_over) {
        doubt(window, packet_queue_answerable(&window->queue));
        window->repeat_due = window->repeated = false;
    }
    if (window->connected) {
        /* It may be late, from a gateway that is gone; so the same gateway as before is asked, too, whether it is the one
           that the present connection is to. */
        bool asks = window->flow != FLOW_OPEN && window->queue.exposed > 0 && identity_are_words(gateway);
        window->flow = !asks ? FLOW_OPEN : window->flow == FLOW_ASKED ? FLOW_ASKED : FLOW_ASK;
    }
    return started_over;
}

static void create_answered(struct window *window, bool created)
{
    if (!window->peer.greeted) {
        peer_become_plain(&window->peer);
    }
    window->news |= created ? WINDOW_NEWS_CREATED : WINDOW_NEWS_NOT_CREATED;
    if (!created) {
        window->flow = FLOW_CLOSED;
    } else if (window->flow == FLOW_CREATING) {
        window->flow = FLOW_OPEN;
    }
}

/*
 * This peer has no module. It didn't take the oldest packet, nor those behind it, which it would take only in their
 * order. But when it was sent again meanwhile, that one may be taken.
 */
static void refused(struct window *window, int64_t now)
{
    bool asked = window->flow == FLOW_ASKED;
    window->unrefused--;
    if (window->unrefused > 0) {
        expose(window);
    } else {
        window->queue.sent = 0;
    }
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

/* The peer says who it is: maybe not the one from before. */
static void met(struct window *window, uint64_t identity)
{
    if (peer_is_another(&window->peer, identity)) {
        /* A device may have had this connection go to the one from before, too. */
        doubt(window, window->peer.greeted ? packet_queue_answerable(&window->queue) : window->queue.exposed);
    }
    peer_greeted(&window->peer, identity);
    window->repeated = false;
}

/*
 * The oldest packet was missing at the peer until it was repeated: a repeat of one that it has is answered by HELLO.
 * Those behind it were dropped there.
 */
static void send_again(struct window *window)
{
    window->repeated = false;
    if (window->peer.greeted) {
        expose(window);
    }
}

static void acknowledged(struct window *window, uint32_t id)
{
    if (window->flow == FLOW_ASKED && peer_is_strange(&window->peer)) {
        doubt(window, window->queue.exposed);
    }
    size_t count = packet_queue_answered(&window->queue, id);
    leave(window, count, &window->counts.delivered);
    if (count > 0 && window->repeated) {
        send_again(window);
    }
    if (window->destroy.sent && id == window->destroy.id) {
        window->destroyed = true;
        window->news |= WINDOW_NEWS_DESTROYED;
    }
    if (window->flow == FLOW_ASKED) {
        go_on(window);
    }
}

/* Whether it is the id before CREATE_REQUEST's, which no message in the window has. */
static bool is_before_create(const struct window *window, uint32_t id)
{
    return window->create.sent && id == ((window->create.id - 1) & REQUEST_ID_MASK)
        && packet_queue_answered(&window->queue, id) == 0;
}

void window_answered(struct window *window, uint32_t id, enum answer_body answer, uint64_t identity, int64_t now)
{
    bool create_reply = answer == ANSWER_CREATED || answer == ANSWER_REFUSED;
    /* It keeps its id for good, however far the others have gone around the circle. */
    bool to_create = create_reply && window->create.sent && id == window->create.id;
    uint32_t unused_id = packet_queue_id(&window->queue, window->queue.numbered);
    bool greeting = !create_reply && is_before_create(window, id);
    if (!window->connected || (!to_create && !greeting && !request_id_up_to(id, unused_id - 1))) {
        return;
    }
    bool oldest = window->queue.sent > 0 && id == packet_queue_id(&window->queue, 0);
    if (answer == ANSWER_REFUSED && !to_create && !oldest) {
        /* It says nothing of the oldest packet, which may be missing there. */
        peer_acknowledged(&window->peer);
        return;
    }
    window->repeat_due = false;
    if (peer_answered(&window->peer, !to_create, now)) {
        window->news |= WINDOW_NEWS_RETURNED;
    }
    if (answer == ANSWER_HELLO) {
        met(window, identity);
    }
    if (to_create) {
        create_answered(window, answer == ANSWER_CREATED);
    } else if (answer == ANSWER_REFUSED) {
        refused(window, now);
    } else if (!greeting) {
        acknowledged(window, id);
    }
}

/* Nobody answered anything on this connection. What an earlier one had is in doubt: this is another peer. */
static void found_plain(struct window *window)
{
    peer_become_plain(&window->peer);
    doubt(window, window->queue.exposed);
    leave(window, window->queue.sent, &window->counts.delivered);
    if (window->flow == FLOW_ASKED) {
        go_on(window);
    }
}

/* DESTROY was sent and isn't answered. */
static bool is_destroying(const struct window *window)
{
    return window->destroy.sent && !window->destroyed;
}

/* A peer that acknowledges is silent. A plain host could take a repeated CREATE_REQUEST for another one. */
static void missed(struct window *window)
{
    window->repeat_due = window->queue.sent > 0;
    window->create.due = window->flow == FLOW_CREATING && window->create.packet != NULL;
    window->destroy.due |= is_destroying(window);
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
    bool creating
        = window->flow == FLOW_CREATING && window->create.sent && window->peer.kind == PEER_ACKNOWLEDGES;
    bool waiting = creating || is_destroying(window) || window->queue.sent > 0;
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

/* Its base may come after its id. */
static void next_create(struct window *window, struct window_packet *next)
{
    const struct single *create = &window->create;
    uint32_t base = is_destroying(window) ? window->destroy.id : packet_queue_id(&window->queue, 0);
    *next = (struct window_packet){create->packet, create->size, create->id, base};
}

/* It gets its id when it is first sent. */
static void next_destroy(struct window *window, struct window_packet *next)
{
    const struct single *destroy = &window->destroy;
    uint32_t id = destroy->numbered ? destroy->id : packet_queue_id(&window->queue, 0);
    *next = (struct window_packet){destroy->packet, destroy->size, id, id};
}

static void next_in_queue(struct window *window, size_t index, struct window_packet *next)
{
    const struct queued_packet *entry = packet_queue_at(&window->queue, index);
    *next = (struct window_packet){
        .packet = entry->packet,
        .size = entry->size,
        .id = packet_queue_id(&window->queue, index),
        .base = packet_queue_id(&window->queue, 0),
    };
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
        next_create(window, next);
    } else if (window->repeat_due && window->queue.sent > 0) {
        window->next = NEXT_REPEAT;
        next_in_queue(window, 0, next);
    } else if (may_send && window->queue.sent < window->queue.all) {
        window->next = NEXT_PACKET;
        next_in_queue(window, window->queue.sent, next);
    } else if (window->flow == FLOW_OPEN && window->destroy.due && window->queue.all == 0) {
        window->next = NEXT_DESTROY;
        next_destroy(window, next);
    }
    return window->next != NEXT_NOTHING;
}

static void single_sent(struct window *window, struct single *single, int64_t now)
{
    if (!single->numbered) {
        single->numbered = true;
        single->id = packet_queue_use_id(&window->queue);
    }
    single->sent = true;
    single->due = false;
    if (window->queue.sent == 0) {
        window->peer.silent_since = now;
    }
}

static void packet_sent(struct window *window, int64_t now)
{
    if (window->queue.sent == 0) {
        window->peer.silent_since = now;
        window->unrefused++;
    }
    peer_addressed(&window->peer, now);
    packet_queue_next_sent(&window->queue);
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
        window->repeated = true;
        window->unrefused++;
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
    doubt(window, packet_queue_answerable(&window->queue));
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
