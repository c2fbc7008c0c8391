/*
 * A module's life with its gateway, as docs/reqrep.md has it: creates it, hands it messages one at a time and in order,
 * takes what it publishes, and destroys it.
 */
#ifndef OUTRIGGER_HOST_H
#define OUTRIGGER_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "reqrep/link_settings.h"
#include "module.h"

/* Why a host came to its end. */
enum host_end {
    HOST_DESTROYED,     /* the gateway had the module destroyed */
    HOST_CREATE_FAILED, /* the module couldn't be created; the gateway was told */
    HOST_ORPHANED,      /* no gateway was there for as long as the configuration allows */
    HOST_STOPPED        /* host_stop was called */
};

struct host;

/* Listens, and connects to the gateway, which need not be there yet. NULL, and why, if an address is no good. */
struct host *host_open(const struct link_settings *settings, struct module *module, char *problem, size_t problem_size);

/* Lives with the gateway until the module is to end, on the calling thread. The module is destroyed then. */
enum host_end host_run(struct host *host);

/* Ends it soon: host_run returns when the call of the module that it is in does. From any thread; idempotent. */
void host_stop(struct host *host);

/* Takes a message that the module publishes, serialized; from any thread. Blocks while the window is full. Gives one of
   Broker_Publish's results. */
int host_publish(struct host *host, MESSAGE_HANDLE message);

/* Nobody may use it any more. */
void host_free(struct host *host);

#endif
