/*
 * A host's side of the conversation with its gateway: docs/reqrep.md. It has the module created and destroyed, passes
 * messages to it one at a time and in order, and sends what it publishes.
 */
#ifndef OUTRIGGER_HOST_SESSION_H
#define OUTRIGGER_HOST_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "reqrep_settings.h"
#include "wire/outgoing.h"

/* The module, as the session sees it. All calls come from the thread that is in host_session_run. */
struct module_handler {
    void *owner;

    /* Creates the module of this JSON text, which lives as long as the module. Gives whether it is there now. */
    bool (*create)(void *owner, const char *configuration);

    /* All modules of the gateway may publish now. */
    void (*start)(void *owner);

    /* One serialized message for the module, which is there. Gives false if these bytes are none. */
    bool (*receive)(void *owner, struct bytes message);

    /* Ends the module, if it is there. */
    void (*destroy)(void *owner);
};

/* Why a session came to its end. */
enum host_session_end {
    HOST_SESSION_DESTROYED,     /* the gateway had the module destroyed */
    HOST_SESSION_CREATE_FAILED, /* the module couldn't be created; the gateway was told */
    HOST_SESSION_ORPHANED,      /* no gateway was there for as long as the configuration allows */
    HOST_SESSION_STOPPED        /* host_session_stop was called */
};

struct host_session;

/* Listens, and connects to the gateway, which need not be there yet. NULL, and why, if an address can't be used. */
struct host_session *host_session_open(const struct reqrep_settings *settings, char *problem, size_t problem_size);

/* Lives with the gateway until the module is to end, on the calling thread. The module is destroyed then. */
enum host_session_end host_session_run(struct host_session *session, const struct module_handler *module);

/*
 * Ends it soon: host_session_run returns when the call of the module that it is in does. From any thread; idempotent.
 */
void host_session_stop(struct host_session *session);

/* Whether a serialized message of this size may be published; if not, the log says why. From any thread. */
bool host_session_admits(struct host_session *session, size_t size);

/*
 * Sends a packet that the module publishes, which is the session's from then on; from any thread. Blocks while the
 * window is full. Gives whether it was taken; if not, the log says why.
 */
bool host_session_publish(struct host_session *session, struct outgoing *packet);

/* Nobody may use it any more. */
void host_session_free(struct host_session *session);

#endif
