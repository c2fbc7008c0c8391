/*
 * A gateway's side of the conversation with one module in one host: docs/reqrep.md.
 *
 * The order of calls is og_gateway_session_await_host, og_gateway_session_create, og_gateway_session_start, any number
 * of og_gateway_session_send, og_gateway_session_destroy, og_gateway_session_disconnect, og_gateway_session_free. The
 * last three may come earlier.
 */
#ifndef OG_GATEWAY_SESSION_H
#define OG_GATEWAY_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "reqrep_settings.h"
#include "wire/outgoing.h"

/* What became of a message that the remote module published. */
enum og_published_result { OG_PUBLISHED_TAKEN, OG_PUBLISHED_NOT_TAKEN, OG_PUBLISHED_MALFORMED };

/* What a session tells its owner. */
struct og_gateway_session_observer {
    void *owner;

    /* The remote module published these bytes. Called from og_gateway_session_start on, on a thread of the session; may
       block, which in time slows the remote module down. */
    enum og_published_result (*published)(void *owner, struct og_bytes message);

    /* Whether the host can't answer any more, as its process has ended: then it isn't waited for. */
    bool (*host_has_ended)(void *owner);
};

enum og_gateway_session_result {
    OG_GATEWAY_SESSION_DONE,
    OG_GATEWAY_SESSION_NO_MEMORY,
    OG_GATEWAY_SESSION_REFUSED,    /* the host could not create the module */
    OG_GATEWAY_SESSION_HOST_LOST,  /* its connection is gone */
    OG_GATEWAY_SESSION_HOST_ENDED, /* host_has_ended */
    OG_GATEWAY_SESSION_TIMED_OUT
};

struct og_gateway_session;

/* Listens, and connects to the host, which need not be there yet. NULL, and why, if that can't be. The settings and the
   observer are the caller's; they must live as long as the session. */
struct og_gateway_session *og_gateway_session_open(const struct og_reqrep_settings *settings,
    const struct og_gateway_session_observer *observer, char *problem, size_t problem_size);

/* Waits until the host listens. */
enum og_gateway_session_result og_gateway_session_await_host(struct og_gateway_session *session, int64_t timeout_ms);

/* Has the host create the module of this JSON text. */
enum og_gateway_session_result og_gateway_session_create(
    struct og_gateway_session *session, const char *configuration, int64_t timeout_ms);

/* What the remote module publishes may come now. */
void og_gateway_session_start(struct og_gateway_session *session);

/* Whether a serialized message of this size may be sent; if not, the log says why. */
bool og_gateway_session_admits(struct og_gateway_session *session, int32_t size);

/* Counts a message of this size as undelivered and logs it: it can't be serialized, or there is no memory for it. */
void og_gateway_session_not_serialized(struct og_gateway_session *session, int32_t size);

/* Sends a packet, which is the session's from then on. Blocks while the window is full. If it isn't taken, the log says
   why. */
void og_gateway_session_send(struct og_gateway_session *session, struct og_outgoing *packet);

/* Sends what was taken, then has the host destroy the module. Gives whether the host has destroyed it, or is gone. */
bool og_gateway_session_destroy(struct og_gateway_session *session, int64_t timeout_ms);

/* From now on a host that goes is no loss. */
void og_gateway_session_expect_end(struct og_gateway_session *session);

/*
 * Ends the connection to the host; what it published may still come. A host that has answered waits for this, and so
 * knows that its answer has arrived.
 */
void og_gateway_session_disconnect(struct og_gateway_session *session);

/* Disconnects, logs what became of the messages, and frees. Nobody may use it any more. */
void og_gateway_session_free(struct og_gateway_session *session);

#endif
