/* Runs a module for its gateway: what its session has it do, and what it publishes. */
#ifndef OUTRIGGER_HOST_H
#define OUTRIGGER_HOST_H

#include "module.h"
#include "reqrep/host_session.h"

struct host;

/* Opens the session. NULL, and why, if an address can't be used. The module, which is loaded, is the caller's. */
struct host *host_open(
    const struct reqrep_settings *settings, struct module *module, char *problem, size_t problem_size);

/* Lives with the gateway until the module is to end, on the calling thread. The module is destroyed then. */
enum host_session_end host_run(struct host *host);

/* Ends it soon: host_run returns when the call of the module that it is in does. From any thread; idempotent. */
void host_stop(struct host *host);

/* Nobody may use it any more. */
void host_free(struct host *host);

#endif
