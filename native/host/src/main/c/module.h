/* A gateway module's shared library, and the module made of it. Used by one thread. */
#ifndef OG_MODULE_H
#define OG_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway_module.h"

struct og_module {
    const MODULE_API_1 *api;
    MODULE_HANDLE handle; /* NULL while there is none */
};

/* Loads a library and takes its functions; it stays loaded. False, and why, if it is no gateway module. */
bool og_module_load(struct og_module *module, const char *path, char *problem, size_t problem_size);

/* Makes the module of this JSON text. There must be none. */
bool og_module_create(struct og_module *module, BROKER_HANDLE broker, const char *configuration);

/* Ends it, if there is one. */
void og_module_destroy(struct og_module *module);

#endif
