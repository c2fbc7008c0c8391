/* What a host is told by its configuration file: docs/c-modules.md. */
#ifndef OG_HOST_CONFIGURATION_H
#define OG_HOST_CONFIGURATION_H

#include "base/configuration.h"
#include "reqrep/reqrep_settings.h"

struct og_host_configuration {
    struct og_reqrep_settings session;
    char *module_path;     /* absolute, or as it was given; freed with the rest */
    char *gateway_library; /* NULL: the host's own functions */
    int64_t grace_ms;      /* after a signal: grace.period.ms */
    struct og_configuration *file;
};

/* Reads the file; what is wrong is added to the problems. */
void og_host_configuration_read(
    struct og_host_configuration *configuration, const char *path, struct og_problems *problems);

void og_host_configuration_free(struct og_host_configuration *configuration);

#endif
