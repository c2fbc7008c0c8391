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
    struct configuration *fork, const char *key, const char *path, int mode, const char *what_is_wrong)
{
    if (*path != '\0' && access(path, mode) < 0) {
        struct text what = {0};
        text_quote(&what, path);
        text_format(&what, " %s", what_is_wrong);
        configuration_problem(fork, key, what.value);
        free(what.value);
    }
}

static void read_activation(struct proxy_configuration *configuration, struct configuration *args)
{
    static const char *const types[] = {"none", "fork"};
    configuration->fork = configuration_choice(args, "activation.type", types, 2) == 1;
    configuration_know(args, "fork");
    if (!configuration->fork) {
        return;
    }
    struct configuration *fork = configuration_required_object(args, "fork");
    configuration->host_path = configuration_required_text(fork, "host.path");
    configuration->host_configuration = configuration_required_text(fork, "configuration.path");
    configuration->listen_ms = configuration_number(fork, "timeout.ms", DEFAULT_LISTEN_MS, 1, HOUR_MS);
    configuration_reject_unknown_keys(fork);
    if (strchr(configuration->host_path, '/') != NULL) {
        check_access(fork, "host.path", configuration->host_path, X_OK, "can't be run: give an executable file");
    }
    check_access(fork, "configuration.path", configuration->host_configuration, R_OK, "is no file to be read");
}

void proxy_configuration_read(struct proxy_configuration *configuration, const char *text, struct problems *problems)
{
    struct configuration *args = configuration_parse("args", text, problems);
    *configuration = (struct proxy_configuration){.args = args};
    configuration->session = reqrep_settings_read(args, WINDOW_GATEWAY);
    read_activation(configuration, args);
    configuration->create_ms = configuration_number(args, "create.timeout.ms", DEFAULT_CREATE_MS, 1, DAY_MS);
    configuration->destroy_ms = configuration_number(args, "destroy.timeout.ms", DEFAULT_DESTROY_MS, 1, DAY_MS);
    configuration->module_configuration = configuration_json(args, "module.configuration");
    if (configuration->module_configuration == NULL) {
        configuration->module_configuration = strdup("null");
    }
    configuration_reject_unknown_keys(args);
}

void proxy_configuration_free(struct proxy_configuration *configuration)
{
    free(configuration->module_configuration);
    configuration_free(configuration->args);
}
