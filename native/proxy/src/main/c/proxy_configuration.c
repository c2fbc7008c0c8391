#include "proxy_configuration.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    DEFAULT_LISTEN_MS = 10000,
    DEFAULT_CREATE_MS = 30000,
    DEFAULT_DESTROY_MS = 10000,
    HOUR_MS = 3600 * 1000,
    DAY_MS = 24 * HOUR_MS
};

static void check_access(
    struct og_configuration *fork, const char *key, const char *path, int mode, const char *what_is_wrong)
{
    if (*path != '\0' && access(path, mode) < 0) {
        struct og_text what = {0};
        og_text_quote(&what, path);
        og_text_format(&what, " %s", what_is_wrong);
        og_configuration_problem_text(fork, key, &what);
    }
}

static void read_activation(struct og_proxy_configuration *configuration, struct og_configuration *args)
{
    static const char *const types[] = {"none", "fork"};
    configuration->fork = og_configuration_choice(args, "activation.type", types, 2) == 1;
    og_configuration_know(args, "fork");
    if (!configuration->fork) {
        return;
    }
    struct og_configuration *fork = og_configuration_required_object(args, "fork");
    configuration->host_path = og_configuration_required_text(fork, "host.path");
    configuration->host_configuration = og_configuration_required_text(fork, "configuration.path");
    configuration->listen_ms = og_configuration_number(fork, "timeout.ms", DEFAULT_LISTEN_MS, 1, HOUR_MS);
    og_configuration_reject_unknown_keys(fork);
    if (strchr(configuration->host_path, '/') != NULL) {
        check_access(fork, "host.path", configuration->host_path, X_OK, "can't be run: give an executable file");
    }
    check_access(fork, "configuration.path", configuration->host_configuration, R_OK, "is no file to be read");
}

void og_proxy_configuration_read(
    struct og_proxy_configuration *configuration, const char *text, struct og_problems *problems)
{
    struct og_configuration *args = og_configuration_parse("args", text, problems);
    *configuration = (struct og_proxy_configuration){.args = args};
    configuration->session = og_reqrep_settings_read(args, OG_WINDOW_GATEWAY);
    read_activation(configuration, args);
    configuration->create_ms = og_configuration_number(args, "create.timeout.ms", DEFAULT_CREATE_MS, 1, DAY_MS);
    configuration->destroy_ms = og_configuration_number(args, "destroy.timeout.ms", DEFAULT_DESTROY_MS, 1, DAY_MS);
    configuration->module_configuration = og_configuration_json(args, "module.configuration");
    if (configuration->module_configuration == NULL) {
        configuration->module_configuration = strdup("null");
    }
    if (configuration->module_configuration == NULL) {
        og_problems_add_no_memory(problems);
    }
    og_configuration_reject_unknown_keys(args);
}

void og_proxy_configuration_free(struct og_proxy_configuration *configuration)
{
    free(configuration->module_configuration);
    og_configuration_free(configuration->args);
}
