/* What a C gateway's native loader finds in liboutrigger_proxy.so. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gateway_module.h"
#include "proxy.h"

#define EXPORTED __attribute__((visibility("default")))

#define NO_MEMORY "there is no memory left to create the module"

/* A module: its configuration lives as long as the proxy does. */
struct instance {
    struct og_proxy_configuration configuration;
    struct og_proxy *proxy;
};

/* The text, since it must outlive the caller's; read in create, where a fault ends the creation. */
static CONFIGURATION_HANDLE parse_configuration(const char *text)
{
    char *copy = text == NULL ? NULL : strdup(text);
    if (text != NULL && copy == NULL) {
        og_log_line(NO_MEMORY);
    }
    return copy;
}

static void free_instance(struct instance *instance)
{
    og_proxy_configuration_free(&instance->configuration);
    free(instance);
}

static MODULE_HANDLE create(BROKER_HANDLE broker, const void *configuration)
{
    og_log_name("outrigger proxy");
    struct og_problems problems = {0};
    struct instance *instance = calloc(1, sizeof *instance);
    if (instance == NULL) {
        og_log_line(NO_MEMORY);
        return NULL;
    }
    og_proxy_configuration_read(&instance->configuration, configuration == NULL ? "null" : configuration, &problems);
    if (og_problems_any(&problems)) {
        og_log_line("the configuration can't be used:\n%s", og_problems_text(&problems));
    } else {
        instance->proxy = og_proxy_open(&instance->configuration, broker, instance);
    }
    og_problems_free(&problems);
    if (instance->proxy == NULL) {
        free_instance(instance);
        return NULL;
    }
    return instance;
}

static void destroy(MODULE_HANDLE module)
{
    struct instance *instance = module;
    og_proxy_close(instance->proxy);
    free_instance(instance);
}

static void receive(MODULE_HANDLE module, MESSAGE_HANDLE message)
{
    const struct instance *instance = module;
    og_proxy_receive(instance->proxy, message);
}

static void start(MODULE_HANDLE module)
{
    const struct instance *instance = module;
    og_proxy_start(instance->proxy);
}

EXPORTED const MODULE_API_1 *Module_GetApi(int gateway_version)
{
    static const MODULE_API_1 api = {
        .version = GATEWAY_API_VERSION_1,
        .ParseConfigurationFromJson = parse_configuration,
        .FreeConfiguration = free,
        .Create = create,
        .Destroy = destroy,
        .Receive = receive,
        .Start = start,
    };
    return gateway_version >= GATEWAY_API_VERSION_1 ? &api : NULL;
}
