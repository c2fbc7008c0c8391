/* What a proxy is told by its args: docs/c-modules.md. */
#ifndef OUTRIGGER_PROXY_CONFIGURATION_H
#define OUTRIGGER_PROXY_CONFIGURATION_H

#include "base/configuration.h"
#include "reqrep/reqrep_settings.h"

struct proxy_configuration {
    struct reqrep_settings session;
    bool fork;
    const char *host_path;          /* fork.host.path; a plain name is searched for in PATH */
    const char *host_configuration; /* fork.configuration.path: the program's one argument */
    int64_t listen_ms;              /* fork.timeout.ms: until the host listens */
    int64_t create_ms;              /* create.timeout.ms */
    int64_t destroy_ms;             /* destroy.timeout.ms */
    char *module_configuration;     /* JSON text; freed with the rest */
    struct configuration *args;
};

/* Reads the JSON text; what is wrong is added to the problems. */
void proxy_configuration_read(struct proxy_configuration *configuration, const char *text, struct problems *problems);

void proxy_configuration_free(struct proxy_configuration *configuration);

#endif
