/* What a proxy is told by its args: docs/c-modules.md. */
#ifndef OG_PROXY_CONFIGURATION_H
#define OG_PROXY_CONFIGURATION_H

#include "base/configuration.h"
#include "reqrep/reqrep_settings.h"

struct og_proxy_configuration {
    struct og_reqrep_settings session;
    bool fork;
    const char *host_path;          /* fork.host.path; a plain name is searched for in PATH */
    const char *host_configuration; /* fork.configuration.path: the program's one argument */
    int64_t listen_ms;              /* fork.timeout.ms: until the host listens */
    int64_t create_ms;              /* create.timeout.ms */
    int64_t destroy_ms;             /* destroy.timeout.ms */
    char *module_configuration;     /* JSON text; freed with the rest */
    struct og_configuration *args;
};

/* Reads the JSON text; what is wrong is added to the problems. */
void og_proxy_configuration_read(
    struct og_proxy_configuration *configuration, const char *text, struct og_problems *problems);

void og_proxy_configuration_free(struct og_proxy_configuration *configuration);

#endif
