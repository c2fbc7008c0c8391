#include "window_state.h"

#include <stdlib.h>

#include "wire/identity.h"
#include "wire/request_id.h"

struct og_window *og_window_new(const struct og_window_settings *settings)
{
    struct og_window *window = calloc(1, sizeof *window);
    if (window == NULL) {
        return NULL;
    }
    window->settings = *settings;
    if (!og_packet_queue_init(&window->queue, settings->max_messages, settings->first_id)) {
        free(window);
        return NULL;
    }
    return window;
}

void og_window_leave(struct og_window *window, size_t count, uint64_t *counter)
{
    for (size_t i = 0; i < count; i++) {
        ++*counter;
        window->counts.pending--;
        window->settings.release(og_packet_queue_take(&window->queue));
    }
    if (count > 0) {
        window->unrefused = window->queue.sent > 0;
    }
}

void og_window_doubt(struct og_window *window, size_t count)
{
    og_window_leave(window, count, &window->counts.in_doubt);
}

static void release_single(struct og_window *window, struct og_window_single *single)
{
    if (single->packet != NULL) {
        window->settings.release(single->packet);
    }
}

void og_window_free(struct og_window *window)
{
    og_window_close(window);
    release_single(window, &window->create);
    release_single(window, &window->destroy);
    og_packet_queue_destroy(&window->queue);
    free(window);
}

bool og_window_offer(struct og_window *window, void *packet, size_t size)
{
    if (!og_packet_queue_fits(&window->queue, size, window->settings.max_bytes)) {
        return false;
    }
    og_packet_queue_add(&window->queue, packet, size);
    window->counts.accepted++;
    window->counts.pending++;
    return true;
}

void og_window_undelivered(struct og_window *window)
{
    window->counts.accepted++;
    window->counts.undelivered++;
}

void og_window_go_on(struct og_window *window)
{
    if (window->settings.side == OG_WINDOW_HOST) {
        window->flow = OG_WINDOW_FLOW_OPEN;
    } else {
        window->flow = OG_WINDOW_FLOW_CREATING;
        window->create.due = window->create.packet != NULL;
    }
}

void og_window_create(struct og_window *window, void *packet, size_t size)
{
    window->create = (struct og_window_single){
        .packet = packet,
        .size = size,
        .id = window->settings.create_id & OG_REQUEST_ID_MASK,
        .numbered = true,
        .due = window->flow == OG_WINDOW_FLOW_CREATING,
    };
}

void og_window_destroy(struct og_window *window, void *packet, size_t size)
{
    window->destroy = (struct og_window_single){.packet = packet, .size = size, .due = true};
}

void og_window_connected(struct og_window *window, int64_t now)
{
    window->connected = true;
    if (window->settings.side == OG_WINDOW_GATEWAY) {
        if (window->queue.exposed > 0) {
            window->flow = OG_WINDOW_FLOW_ASK;
        } else {
            og_window_go_on(window);
        }
    } else if (window->peer.identity != OG_IDENTITY_NONE) {
        /* Alone, as well: were more refused, a gateway that started over would leave them in doubt. */
        window->flow = window->queue.exposed > 0 ? OG_WINDOW_FLOW_QUIET : OG_WINDOW_FLOW_ASK;
        window->ask_at = now + window->settings.timeout;
    }
}

void og_window_expose(struct og_window *window)
{
    window->queue.exposed = og_packet_queue_answerable(&window->queue);
    window->queue.sent = 0;
}

void og_window_disconnected(struct og_window *window)
{
    window->connected = false;
    og_window_expose(window);
    window->unrefused = 0;
    window->flow = OG_WINDOW_FLOW_CLOSED;
    og_peer_forget(&window->peer);
    window->create.due = false;
    window->retransmission_due = window->retransmitted = false;
}

void og_window_accepted(struct og_window *window)
{
    if (window->flow == OG_WINDOW_FLOW_OPEN || window->flow == OG_WINDOW_FLOW_CREATING) {
        window->create.due = window->create.packet != NULL;
    }
}

bool og_window_create_requested(struct og_window *window, uint64_t gateway)
{
    bool started_over = og_peer_is_another(&window->peer, gateway);
    og_peer_becomes(&window->peer, gateway);
    if (started_over) {
        og_window_doubt(window, og_packet_queue_answerable(&window->queue));
        window->retransmission_due = window->retransmitted = false;
    }
    if (window->connected) {
        /* It may be late, from a gateway that is gone; so the same gateway as before is asked, too, whether it is the
           one that the present connection is to. */
        bool asks = window->flow != OG_WINDOW_FLOW_OPEN && window->queue.exposed > 0 && og_identity_are_words(gateway);
        window->flow = !asks                       ? OG_WINDOW_FLOW_OPEN
            : window->flow == OG_WINDOW_FLOW_ASKED ? OG_WINDOW_FLOW_ASKED
                                                   : OG_WINDOW_FLOW_ASK;
    }
    return started_over;
}

/* Nobody answered anything on this connection. What an earlier one had is in doubt: this is another peer. */
static void found_plain(struct og_window *window)
{
    og_peer_become_plain(&window->peer);
    og_window_doubt(window, window->queue.exposed);
    og_window_leave(window, window->queue.sent, &window->counts.delivered);
    if (window->flow == OG_WINDOW_FLOW_ASKED) {
        og_window_go_on(window);
    }
}

bool og_window_is_destroying(const struct og_window *window)
{
    return window->destroy.sent && !window->destroyed;
}

/* A peer that acknowledges is silent. A plain host could take a retransmitted CREATE_REQUEST for another one. */
static void missed(struct og_window *window)
{
    window->retransmission_due = window->queue.sent > 0;
    window->create.due = window->flow == OG_WINDOW_FLOW_CREATING && window->create.packet != NULL;
    window->destroy.due |= og_window_is_destroying(window);
}

void og_window_tick(struct og_window *window, int64_t now)
{
    const struct og_window_settings *settings = &window->settings;
    if (!window->connected) {
        return;
    }
    if (window->flow == OG_WINDOW_FLOW_QUIET && now >= window->ask_at) {
        if (settings->side == OG_WINDOW_HOST) {
            window->flow = OG_WINDOW_FLOW_ASK;
        } else {
            og_window_go_on(window);
        }
    }
    bool creating
        = window->flow == OG_WINDOW_FLOW_CREATING && window->create.sent && window->peer.kind == OG_PEER_ACKNOWLEDGES;
    bool waiting = creating || og_window_is_destroying(window) || window->queue.sent > 0;
    switch (og_peer_tick(&window->peer, waiting, settings->timeout, settings->missed, now)) {
    case OG_PEER_FOUND_PLAIN:
        found_plain(window);
        break;
    case OG_PEER_LOST:
        window->events |= OG_WINDOW_EVENT_LOST;
        missed(window);
        break;
    case OG_PEER_MISSED:
        missed(window);
        break;
    case OG_PEER_NO_SIGN:
        break;
    }
}

unsigned og_window_take_events(struct og_window *window)
{
    unsigned events = window->events;
    window->events = 0;
    return events;
}

void og_window_close(struct og_window *window)
{
    og_window_doubt(window, og_packet_queue_answerable(&window->queue));
    og_window_leave(window, window->queue.all, &window->counts.undelivered);
}

bool og_window_peer_is_there(const struct og_window *window)
{
    return window->connected && !window->peer.lost
        && (window->settings.side == OG_WINDOW_HOST || window->flow == OG_WINDOW_FLOW_OPEN);
}

struct og_window_counts og_window_counts(const struct og_window *window)
{
    return window->counts;
}
