/* What a host is told by its configuration file: docs/c-modules.md. */
#ifndef OUTRIGGER_HOST_CONFIGURATION_H
#define OUTRIGGER_HOST_CONFIGURATION_H

#include "base/configuration.h"
#include "reqrep/reqrep_settings.h"

struct host_configuration {
    struct reqrep_settings session;
    char *module_path;     /* absolute, or as it was given; freed with the rest */
    char *gateway_library; /* NULL: the host's own functions */
    struct configuration *file;
};

/* Reads the file; what is wrong is added to the problems. */
void host_configuration_read(struct host_configuration *configuration, const char *path, struct problems *problems);

void host_configuration_free(struct host_configuration *configuration);

#endif
