#include "host.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "wire/gateway_message.h"

#define EXPORTED __attribute__((visibility("default")))

struct host {
    struct module *module;
    struct host_session *session;
};

/* --------------------------------------------------------------------- what the session has the module do */

static bool create(void *owner, const char *configuration)
{
    struct host *host = owner;
    bool created = module_create(host->module, host, configuration);
    if (!created) {
        log_line("the module could not be created: its Create gave NULL");
    }
    return created;
}

static void start(void *owner)
{
    const struct host *host = owner;
    if (host->module->api->Start != NULL) {
        host->module->api->Start(host->module->handle);
    }
}

static bool receive(void *owner, struct bytes bytes)
{
    const struct host *host = owner;
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes.data, (int32_t) bytes.size);
    if (message == NULL) {
        return false;
    }
    host->module->api->Receive(host->module->handle, message);
    Message_Destroy(message);
    return true;
}

static void destroy(void *owner)
{
    const struct host *host = owner;
    module_destroy(host->module);
}

/* ----------------------------------------------------------------------------------------------- its life */

struct host *host_open(
    const struct reqrep_settings *settings, struct module *module, char *problem, size_t problem_size)
{
    struct host *host = calloc(1, sizeof *host);
    if (host == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    host->module = module;
    host->session = host_session_open(settings, problem, problem_size);
    if (host->session == NULL) {
        free(host);
        return NULL;
    }
    return host;
}

enum host_session_end host_run(struct host *host)
{
    const struct module_handler handler
        = {.owner = host, .create = create, .start = start, .receive = receive, .destroy = destroy};
    return host_session_run(host->session, &handler);
}

void host_stop(struct host *host)
{
    host_session_stop(host->session);
}

void host_free(struct host *host)
{
    host_session_free(host->session);
    free(host);
}

/* ------------------------------------------------------------------------------ what the module publishes */

static int publish(struct host *host, MESSAGE_HANDLE message)
{
    int32_t size = Message_ToByteArray(message, NULL, 0);
    if (size < GATEWAY_MESSAGE_MIN_BYTES) {
        return BROKER_INVALIDARG;
    }
    if (!host_session_admits(host->session, (size_t) size)) {
        return BROKER_ERROR;
    }
    struct outgoing *packet = outgoing_new(PACKET_MESSAGE_PUBLISH, (size_t) size);
    if (packet == NULL) {
        return BROKER_ERROR;
    }
    if (Message_ToByteArray(message, outgoing_data(packet), size) != size) {
        free(packet);
        return BROKER_ERROR;
    }
    return host_session_publish(host->session, packet) ? BROKER_OK : BROKER_ERROR;
}

EXPORTED int Broker_Publish(BROKER_HANDLE broker, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    if (broker == NULL || source == NULL || message == NULL) {
        return BROKER_INVALIDARG;
    }
    return publish(broker, message);
}
