/*
 * A host's side of the conversation with its gateway: docs/reqrep.md. It has the module created and destroyed, passes
 * messages to it one at a time and in order, and sends what it publishes.
 */
#ifndef OG_HOST_SESSION_H
#define OG_HOST_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "reqrep_settings.h"
#include "wire/outgoing.h"

/* The module, as the session sees it. All calls come from the thread that is in og_host_session_run. */
struct og_module_handler {
    void *owner;

    /* Creates the module of this JSON text, which lives as long as the module. Gives whether it is there now. */
    bool (*create)(void *owner, const char *configuration);

    /* All modules of the gateway may publish now. */
    void (*start)(void *owner);

    /* One serialized message for the module, which is there. Gives NULL, or in words why the module didn't get it. */
    const char *(*receive)(void *owner, struct og_bytes message);

    /* Ends the module, if it is there. */
    void (*destroy)(void *owner);
};

/* Why a session came to its end. */
enum og_host_session_end {
    OG_HOST_SESSION_DESTROYED,     /* the gateway had the module destroyed */
    OG_HOST_SESSION_CREATE_FAILED, /* the module couldn't be created; the gateway was told */
    OG_HOST_SESSION_ORPHANED,      /* no gateway was there for as long as the configuration allows */
    OG_HOST_SESSION_STOPPED        /* og_host_session_stop was called */
};

struct og_host_session;

/* Listens, and connects to the gateway, which need not be there yet. NULL, and why, if an address can't be used. */
struct og_host_session *og_host_session_open(
    const struct og_reqrep_settings *settings, char *problem, size_t problem_size);

/* Lives with the gateway until the module is to end, on the calling thread. The module is destroyed then. */
enum og_host_session_end og_host_session_run(struct og_host_session *session, const struct og_module_handler *module);

/*
 * Ends it soon: og_host_session_run returns when the call of the module that it is in does. From any thread;
 * idempotent.
 */
void og_host_session_stop(struct og_host_session *session);

/* Whether a serialized message of this size may be published; if not, the log says why. From any thread. */
bool og_host_session_admits(struct og_host_session *session, size_t size);

/* Counts a message of this size as undelivered and logs it: it can't be serialized, or there is no memory for it. */
void og_host_session_not_serialized(struct og_host_session *session, size_t size);

/*
 * Sends a packet that the module publishes, which is the session's from then on; from any thread. Blocks while the
 * window is full. Gives whether it was taken; if not, the log says why.
 */
bool og_host_session_publish(struct og_host_session *session, struct og_outgoing *packet);

/* It must not be used after that. */
void og_host_session_free(struct og_host_session *session);

#endif
