#include "host_configuration.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEFAULT_GRACE_MS = 8000, DAY_MS = 24 * 3600 * 1000 };

/* A path, taken relative to the folder of the configuration file. NULL if there is no memory. */
static char *resolve(const char *file, const char *path)
{
    struct og_text resolved = {0};
    const char *slash = strrchr(file, '/');
    if (*path != '/') {
        og_text_add(&resolved, slash == NULL ? "." : file, slash == NULL ? 1 : (size_t) (slash - file));
        og_text_add(&resolved, "/", 1);
    }
    og_text_add(&resolved, path, strlen(path));
    return og_text_take(&resolved);
}

/* NULL if there is no memory, which the problems say then. */
static char *readable_file(struct og_configuration *file, const char *file_path, const char *key, const char *path,
    struct og_problems *problems)
{
    char *resolved = resolve(file_path, path);
    if (resolved == NULL) {
        og_problems_add_no_memory(problems);
    } else if (access(resolved, R_OK) < 0) {
        struct og_text what = {0};
        og_text_format(&what, "there is no file %s to be read: give a shared library, relative to this file", resolved);
        og_configuration_problem_text(file, key, &what);
    }
    return resolved;
}

void og_host_configuration_read(
    struct og_host_configuration *configuration, const char *path, struct og_problems *problems)
{
    struct og_configuration *file = og_configuration_read(path, problems);
    *configuration = (struct og_host_configuration){.file = file};
    configuration->session = og_reqrep_settings_read(file, OG_WINDOW_HOST);
    configuration->grace_ms = og_configuration_number(file, "grace.period.ms", DEFAULT_GRACE_MS, 1, DAY_MS);
    const char *module = og_configuration_required_text(file, "module.path");
    if (*module != '\0') {
        configuration->module_path = readable_file(file, path, "module.path", module, problems);
    }
    const char *library = og_configuration_text(file, "gateway.library");
    if (library != NULL && strchr(library, '/') == NULL) {
        configuration->gateway_library = strdup(library); /* a plain name is the loader's to find */
        if (configuration->gateway_library == NULL) {
            og_problems_add_no_memory(problems);
        }
    } else if (library != NULL) {
        configuration->gateway_library = readable_file(file, path, "gateway.library", library, problems);
    }
    og_configuration_reject_unknown_keys(file);
}

void og_host_configuration_free(struct og_host_configuration *configuration)
{
    free(configuration->module_path);
    free(configuration->gateway_library);
    og_configuration_free(configuration->file);
}
