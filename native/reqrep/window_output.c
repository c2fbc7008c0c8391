/* What the window has sent next. */
#include "window_state.h"

/* Its base may come after its id. */
static void next_create(struct window *window, struct window_packet *next)
{
    const struct single *create = &window->create;
    uint32_t base = window_is_destroying(window) ? window->destroy.id : packet_queue_id(&window->queue, 0);
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
        window_leave(window, window->queue.sent, &window->counts.delivered);
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
