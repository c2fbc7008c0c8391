/* What the window has sent next. */
#include "window_state.h"

/* Its base may come after its id. */
static void next_create(struct og_window *window, struct og_window_packet *next)
{
    const struct og_window_single *create = &window->create;
    uint32_t base = og_window_is_destroying(window) ? window->destroy.id : og_packet_queue_id(&window->queue, 0);
    *next = (struct og_window_packet){create->packet, create->size, create->id, base};
}

/* It gets its id when it is first sent. */
static void next_destroy(struct og_window *window, struct og_window_packet *next)
{
    const struct og_window_single *destroy = &window->destroy;
    uint32_t id = destroy->numbered ? destroy->id : og_packet_queue_id(&window->queue, 0);
    *next = (struct og_window_packet){destroy->packet, destroy->size, id, id};
}

static void next_in_queue(struct og_window *window, size_t index, struct og_window_packet *next)
{
    const struct og_queued_packet *entry = og_packet_queue_at(&window->queue, index);
    *next = (struct og_window_packet){
        .packet = entry->packet,
        .size = entry->size,
        .id = og_packet_queue_id(&window->queue, index),
        .base = og_packet_queue_id(&window->queue, 0),
    };
}

bool og_window_next(struct og_window *window, struct og_window_packet *next)
{
    bool may_send = window->flow == OG_WINDOW_FLOW_OPEN || window->flow == OG_WINDOW_FLOW_ASK;
    window->next = OG_WINDOW_NEXT_NOTHING;
    if (!window->connected) {
        return false;
    }
    if (window->create.due) {
        window->next = OG_WINDOW_NEXT_CREATE;
        next_create(window, next);
    } else if (window->retransmission_due && window->queue.sent > 0) {
        window->next = OG_WINDOW_NEXT_RETRANSMISSION;
        next_in_queue(window, 0, next);
    } else if (may_send && window->queue.sent < window->queue.all) {
        window->next = OG_WINDOW_NEXT_PACKET;
        next_in_queue(window, window->queue.sent, next);
    } else if (window->flow == OG_WINDOW_FLOW_OPEN && window->destroy.due && window->queue.all == 0) {
        window->next = OG_WINDOW_NEXT_DESTROY;
        next_destroy(window, next);
    }
    return window->next != OG_WINDOW_NEXT_NOTHING;
}

static void single_sent(struct og_window *window, struct og_window_single *single, int64_t now)
{
    if (!single->numbered) {
        single->numbered = true;
        single->id = og_packet_queue_use_id(&window->queue);
    }
    single->sent = true;
    single->due = false;
    if (window->queue.sent == 0) {
        window->peer.silent_since = now;
    }
}

static void packet_sent(struct og_window *window, int64_t now)
{
    if (window->queue.sent == 0) {
        window->peer.silent_since = now;
        window->unrefused++;
    }
    og_peer_addressed(&window->peer, now);
    og_packet_queue_next_sent(&window->queue);
    if (window->flow == OG_WINDOW_FLOW_ASK) {
        window->flow = OG_WINDOW_FLOW_ASKED;
    }
    if (window->peer.kind == OG_PEER_PLAIN) {
        og_window_leave(window, window->queue.sent, &window->counts.delivered);
    }
}

void og_window_sent(struct og_window *window, int64_t now)
{
    if (window->next == OG_WINDOW_NEXT_CREATE) {
        single_sent(window, &window->create, now);
    } else if (window->next == OG_WINDOW_NEXT_DESTROY) {
        single_sent(window, &window->destroy, now);
    } else if (window->next == OG_WINDOW_NEXT_RETRANSMISSION) {
        window->retransmission_due = false;
        window->retransmitted = true;
        window->unrefused++;
    } else if (window->next == OG_WINDOW_NEXT_PACKET) {
        packet_sent(window, now);
    }
    window->next = OG_WINDOW_NEXT_NOTHING;
}
