/* Runs a module for its gateway: what its session has it do, and what it publishes. */
#ifndef OG_HOST_H
#define OG_HOST_H

#include "module.h"
#include "reqrep/host_session.h"

struct og_host;

/* Opens the session. NULL, and why, if an address can't be used. The module, which is loaded, is the caller's. */
struct og_host *og_host_open(
    const struct og_reqrep_settings *settings, struct og_module *module, char *problem, size_t problem_size);

/* Lives with the gateway until the module is to end, on the calling thread. The module is destroyed then. */
enum og_host_session_end og_host_run(struct og_host *host);

/* Ends it soon: og_host_run returns when the call of the module that it is in does. From any thread; idempotent. */
void og_host_stop(struct og_host *host);

/* Nobody may use it any more. */
void og_host_free(struct og_host *host);

#endif
