/* What answers say to the window. */
#include "window_state.h"
#include "wire/request_id.h"

static void create_answered(struct og_window *window, bool created)
{
    if (!window->peer.greeted) {
        og_peer_become_plain(&window->peer);
    }
    window->events |= created ? OG_WINDOW_EVENT_CREATED : OG_WINDOW_EVENT_NOT_CREATED;
    if (!created) {
        window->flow = OG_WINDOW_FLOW_CLOSED;
    } else if (window->flow == OG_WINDOW_FLOW_CREATING) {
        window->flow = OG_WINDOW_FLOW_OPEN;
    }
}

/*
 * This peer has no module. It didn't take the oldest packet, nor those behind it, which it would take only in their
 * order. But when it was sent again meanwhile, that one may be taken.
 */
static void refused(struct og_window *window, int64_t now)
{
    bool asked = window->flow == OG_WINDOW_FLOW_ASKED;
    window->unrefused--;
    if (window->unrefused > 0) {
        og_window_expose(window);
    } else {
        window->queue.sent = 0;
    }
    if (window->settings.side == OG_WINDOW_GATEWAY) {
        og_window_doubt(window, window->queue.exposed);
    }
    if (window->settings.side == OG_WINDOW_GATEWAY && asked) {
        og_window_go_on(window);
    } else {
        window->flow = OG_WINDOW_FLOW_QUIET;
        window->ask_at = now + window->settings.timeout;
    }
}

/* The peer says who it is: maybe not the one from before. */
static void met(struct og_window *window, uint64_t identity)
{
    if (og_peer_is_another(&window->peer, identity)) {
        /* A device may have had this connection go to the one from before, too. */
        og_window_doubt(
            window, window->peer.greeted ? og_packet_queue_answerable(&window->queue) : window->queue.exposed);
    }
    og_peer_greeted(&window->peer, identity);
    window->retransmitted = false;
}

/*
 * The oldest packet was missing at the peer until it was retransmitted: a duplicate is answered by HELLO.
 * Those behind it were dropped there.
 */
static void send_again(struct og_window *window)
{
    window->retransmitted = false;
    if (window->peer.greeted) {
        og_window_expose(window);
    }
}

static void acknowledged(struct og_window *window, uint32_t id)
{
    if (window->flow == OG_WINDOW_FLOW_ASKED && og_peer_is_strange(&window->peer)) {
        og_window_doubt(window, window->queue.exposed);
    }
    size_t count = og_packet_queue_answered(&window->queue, id);
    og_window_leave(window, count, &window->counts.delivered);
    if (count > 0 && window->retransmitted) {
        send_again(window);
    }
    if (window->destroy.sent && id == window->destroy.id) {
        window->destroyed = true;
        window->events |= OG_WINDOW_EVENT_DESTROYED;
    }
    if (window->flow == OG_WINDOW_FLOW_ASKED) {
        og_window_go_on(window);
    }
}

/* Whether it is the id before CREATE_REQUEST's, which no message in the window has. */
static bool is_before_create(const struct og_window *window, uint32_t id)
{
    return window->create.sent && id == ((window->create.id - 1) & OG_REQUEST_ID_MASK)
        && og_packet_queue_answered(&window->queue, id) == 0;
}

void og_window_answered(
    struct og_window *window, uint32_t id, enum og_answer_body answer, uint64_t identity, int64_t now)
{
    bool create_reply = answer == OG_ANSWER_CREATED || answer == OG_ANSWER_REFUSED;
    /* It keeps its id for good, however far the others have gone around the circle. */
    bool to_create = create_reply && window->create.sent && id == window->create.id;
    uint32_t unused_id = og_packet_queue_id(&window->queue, window->queue.numbered);
    bool greeting = !create_reply && is_before_create(window, id);
    if (!window->connected || (!to_create && !greeting && !og_request_id_up_to(id, unused_id - 1))) {
        return;
    }
    bool oldest = window->queue.sent > 0 && id == og_packet_queue_id(&window->queue, 0);
    if (answer == OG_ANSWER_REFUSED && !to_create && !oldest) {
        /* It says nothing of the oldest packet, which may be missing there. */
        og_peer_acknowledged(&window->peer);
        return;
    }
    window->retransmission_due = false;
    if (og_peer_answered(&window->peer, !to_create, now)) {
        window->events |= OG_WINDOW_EVENT_RETURNED;
    }
    if (answer == OG_ANSWER_HELLO) {
        met(window, identity);
    }
    if (to_create) {
        create_answered(window, answer == OG_ANSWER_CREATED);
    } else if (answer == OG_ANSWER_REFUSED) {
        refused(window, now);
    } else if (!greeting) {
        acknowledged(window, id);
    }
}
