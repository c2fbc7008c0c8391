#include "module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

bool og_module_load(struct og_module *module, const char *path, char *problem, size_t problem_size)
{
    *module = (struct og_module){0};
    void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        snprintf(problem, problem_size, "%s", dlerror());
        return false;
    }
    void *address = dlsym(library, "Module_GetApi");
    if (address == NULL) {
        snprintf(problem, problem_size, "%s doesn't export Module_GetApi, so it is no gateway module", path);
        return false;
    }
    MODULE_GETAPI get_api;
    memcpy(&get_api, &address, sizeof address);
    module->api = get_api(GATEWAY_API_VERSION_1);
    if (module->api == NULL || module->api->version != GATEWAY_API_VERSION_1) {
        snprintf(problem, problem_size, "%s has no module for API version 1", path);
        return false;
    }
    if (module->api->Create == NULL || module->api->Destroy == NULL || module->api->Receive == NULL) {
        snprintf(problem, problem_size, "%s lacks Create, Destroy or Receive in its table of functions", path);
        return false;
    }
    return true;
}

bool og_module_create(struct og_module *module, BROKER_HANDLE broker, const char *configuration)
{
    const MODULE_API_1 *api = module->api;
    if (api->ParseConfigurationFromJson == NULL) {
        module->handle = api->Create(broker, configuration);
    } else {
        CONFIGURATION_HANDLE parsed = api->ParseConfigurationFromJson(configuration);
        module->handle = api->Create(broker, parsed);
        if (api->FreeConfiguration != NULL) {
            api->FreeConfiguration(parsed);
        }
    }
    return module->handle != NULL;
}

void og_module_destroy(struct og_module *module)
{
    if (module->handle != NULL) {
        module->api->Destroy(module->handle);
        module->handle = NULL;
    }
}
