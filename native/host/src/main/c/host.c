#include "host.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "wire/gateway_message.h"

#define EXPORTED __attribute__((visibility("default")))

struct og_host {
    struct og_module *module;
    struct og_host_session *session;
};

/* --------------------------------------------------------------------- what the session has the module do */

static bool create(void *owner, const char *configuration)
{
    struct og_host *host = owner;
    bool created = og_module_create(host->module, host, configuration);
    if (!created) {
        og_log_line("the module could not be created: its Create gave NULL");
    }
    return created;
}

static void start(void *owner)
{
    const struct og_host *host = owner;
    if (host->module->api->Start != NULL) {
        host->module->api->Start(host->module->handle);
    }
}

static const char *receive(void *owner, struct og_bytes bytes)
{
    const struct og_host *host = owner;
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes.data, (int32_t) bytes.size);
    if (message == NULL) {
        struct og_gateway_message parts;
        return og_gateway_message_read(bytes, &parts) == NULL ? "there is no memory for the gateway message in it"
                                                              : "the gateway message in it is malformed";
    }
    host->module->api->Receive(host->module->handle, message);
    Message_Destroy(message);
    return NULL;
}

static void destroy(void *owner)
{
    const struct og_host *host = owner;
    og_module_destroy(host->module);
}

/* ----------------------------------------------------------------------------------------------- its life */

struct og_host *og_host_open(
    const struct og_reqrep_settings *settings, struct og_module *module, char *problem, size_t problem_size)
{
    struct og_host *host = calloc(1, sizeof *host);
    if (host == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    host->module = module;
    host->session = og_host_session_open(settings, problem, problem_size);
    if (host->session == NULL) {
        free(host);
        return NULL;
    }
    return host;
}

enum og_host_session_end og_host_run(struct og_host *host)
{
    const struct og_module_handler handler
        = {.owner = host, .create = create, .start = start, .receive = receive, .destroy = destroy};
    return og_host_session_run(host->session, &handler);
}

void og_host_stop(struct og_host *host)
{
    og_host_session_stop(host->session);
}

void og_host_free(struct og_host *host)
{
    og_host_session_free(host->session);
    free(host);
}

/* ------------------------------------------------------------------------------ what the module publishes */

static int publish(struct og_host *host, MESSAGE_HANDLE message)
{
    int32_t size = Message_ToByteArray(message, NULL, 0);
    if (size < OG_GATEWAY_MESSAGE_MIN_BYTES) {
        return BROKER_INVALIDARG;
    }
    if (!og_host_session_admits(host->session, (size_t) size)) {
        return BROKER_ERROR;
    }
    struct og_outgoing *packet = og_outgoing_new(OG_PACKET_MESSAGE_PUBLISH, (size_t) size);
    if (packet == NULL || Message_ToByteArray(message, og_outgoing_data(packet), size) != size) {
        free(packet);
        og_host_session_not_serialized(host->session, (size_t) size);
        return BROKER_ERROR;
    }
    return og_host_session_publish(host->session, packet) ? BROKER_OK : BROKER_ERROR;
}

EXPORTED int Broker_Publish(BROKER_HANDLE broker, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    if (broker == NULL || source == NULL || message == NULL) {
        return BROKER_INVALIDARG;
    }
    return publish(broker, message);
}
