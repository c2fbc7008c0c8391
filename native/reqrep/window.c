#include "window_state.h"

#include <stdlib.h>

#include "wire/identity.h"
#include "wire/request_id.h"

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

void window_leave(struct window *window, size_t count, uint64_t *counter)
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

void window_doubt(struct window *window, size_t count)
{
    window_leave(window, count, &window->counts.in_doubt);
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

void window_go_on(struct window *window)
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
            window_go_on(window);
        }
    } else if (window->peer.identity != IDENTITY_NONE) {
        /* Alone, as well: were more refused, a gateway that started over would leave them in doubt. */
        window->flow = window->queue.exposed > 0 ? FLOW_QUIET : FLOW_ASK;
        window->ask_at = now + window->settings.timeout;
    }
}

void window_expose(struct window *window)
{
    window->queue.exposed = packet_queue_answerable(&window->queue);
    window->queue.sent = 0;
}

void window_disconnected(struct window *window)
{
    window->connected = false;
    window_expose(window);
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

bool window_create_requested(struct window *window, uint64_t gateway)
{
    bool started_over = peer_is_another(&window->peer, gateway);
    peer_becomes(&window->peer, gateway);
    if (started_over) {
        window_doubt(window, packet_queue_answerable(&window->queue));
        window->repeat_due = window->repeated = false;
    }
    if (window->connected) {
        /* It may be late, from a gateway that is gone; so the same gateway as before is asked, too, whether it is the
           one that the present connection is to. */
        bool asks = window->flow != FLOW_OPEN && window->queue.exposed > 0 && identity_are_words(gateway);
        window->flow = !asks ? FLOW_OPEN : window->flow == FLOW_ASKED ? FLOW_ASKED : FLOW_ASK;
    }
    return started_over;
}

/* Nobody answered anything on this connection. What an earlier one had is in doubt: this is another peer. */
static void found_plain(struct window *window)
{
    peer_become_plain(&window->peer);
    window_doubt(window, window->queue.exposed);
    window_leave(window, window->queue.sent, &window->counts.delivered);
    if (window->flow == FLOW_ASKED) {
        window_go_on(window);
    }
}

bool window_is_destroying(const struct window *window)
{
    return window->destroy.sent && !window->destroyed;
}

/* A peer that acknowledges is silent. A plain host could take a repeated CREATE_REQUEST for another one. */
static void missed(struct window *window)
{
    window->repeat_due = window->queue.sent > 0;
    window->create.due = window->flow == FLOW_CREATING && window->create.packet != NULL;
    window->destroy.due |= window_is_destroying(window);
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
            window_go_on(window);
        }
    }
    bool creating = window->flow == FLOW_CREATING && window->create.sent && window->peer.kind == PEER_ACKNOWLEDGES;
    bool waiting = creating || window_is_destroying(window) || window->queue.sent > 0;
    switch (peer_tick(&window->peer, waiting, settings->timeout, settings->missed, now)) {
    case PEER_FOUND_PLAIN:
        found_plain(window);
        break;
    case PEER_LOST:
        window->events |= WINDOW_EVENT_LOST;
        missed(window);
        break;
    case PEER_MISSED:
        missed(window);
        break;
    case PEER_NO_SIGN:
        break;
    }
}

unsigned window_take_events(struct window *window)
{
    unsigned events = window->events;
    window->events = 0;
    return events;
}

void window_close(struct window *window)
{
    window_doubt(window, packet_queue_answerable(&window->queue));
    window_leave(window, window->queue.all, &window->counts.undelivered);
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
