#include "proxy.h"

#include <stdlib.h>

#include "base/log.h"
#include "host_process.h"
#include "reqrep/gateway_session.h"
#include "wire/gateway_message.h"

enum {
    EXIT_MS = 3000, /* how long a host's process may take to exit once its module is destroyed */
    PROBLEM_BYTES = 1024
};

struct og_proxy {
    const struct og_proxy_configuration *configuration;
    BROKER_HANDLE broker;
    MODULE_HANDLE source;
    struct og_gateway_session_observer observer;
    struct og_gateway_session *session;
    struct og_host_process host;
    char host_end[64]; /* how its process has ended, in words; empty before */
    struct og_bounded_log not_taken;
};

/* ------------------------------------------------------------------------------ what the session asks for */

static enum og_published_result publish(void *owner, struct og_bytes bytes)
{
    struct og_proxy *proxy = owner;
    struct og_gateway_message parts;
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes.data, (int32_t) bytes.size);
    if (message == NULL && og_gateway_message_read(bytes, &parts) != NULL) {
        return OG_PUBLISHED_MALFORMED;
    }
    if (message == NULL) {
        og_bounded_log_line(&proxy->not_taken,
            "a message of %zu bytes that the module published is lost: the gateway has no memory for it", bytes.size);
        return OG_PUBLISHED_NOT_TAKEN;
    }
    int result = Broker_Publish(proxy->broker, proxy->source, message);
    Message_Destroy(message);
    if (result != BROKER_OK) {
        og_bounded_log_line(
            &proxy->not_taken, "the broker did not take a message that the module published: result %d", result);
    }
    return result == BROKER_OK ? OG_PUBLISHED_TAKEN : OG_PUBLISHED_NOT_TAKEN;
}

/* Whether the host's process has ended, if there is one. */
static bool host_has_ended(void *owner)
{
    struct og_proxy *proxy = owner;
    return proxy->host.pid != 0 && og_host_process_ended(&proxy->host, proxy->host_end, sizeof proxy->host_end);
}

/* ------------------------------------------------------------------------------------ opening and closing */

static bool open_parts(struct og_proxy *proxy)
{
    const struct og_proxy_configuration *configuration = proxy->configuration;
    char problem[PROBLEM_BYTES];
    proxy->session = og_gateway_session_open(&configuration->session, &proxy->observer, problem, sizeof problem);
    if (proxy->session == NULL) {
        og_log_line("the session can't be opened: %s", problem);
        return false;
    }
    if (configuration->fork
        && !og_host_process_start(
            &proxy->host, configuration->host_path, configuration->host_configuration, problem, sizeof problem)) {
        og_log_line("%s", problem);
        return false;
    }
    return true;
}

static bool await_listening(struct og_proxy *proxy)
{
    const struct og_proxy_configuration *configuration = proxy->configuration;
    int64_t timeout = configuration->fork ? configuration->listen_ms : configuration->create_ms;
    switch (og_gateway_session_await_host(proxy->session, timeout)) {
    case OG_GATEWAY_SESSION_DONE:
        return true;
    case OG_GATEWAY_SESSION_HOST_ENDED:
        og_log_line(
            "the host's process %s before it listened at %s", proxy->host_end, configuration->session.remote_url);
        return false;
    default:
        og_log_line(
            "no module host listens at %s after %lld ms (%s): start it, or make its listen.url this proxy's remote.url",
            configuration->session.remote_url, (long long) timeout,
            configuration->fork ? "fork.timeout.ms" : "create.timeout.ms");
        return false;
    }
}

static bool create_remote(struct og_proxy *proxy)
{
    const struct og_proxy_configuration *configuration = proxy->configuration;
    switch (og_gateway_session_create(proxy->session, configuration->module_configuration, configuration->create_ms)) {
    case OG_GATEWAY_SESSION_DONE:
        return true;
    case OG_GATEWAY_SESSION_NO_MEMORY:
        og_log_line("there is no memory for the module's configuration");
        return false;
    case OG_GATEWAY_SESSION_REFUSED:
        og_log_line("the module host could not create the module; its log says why");
        return false;
    case OG_GATEWAY_SESSION_HOST_LOST:
        og_log_line("the module host went away while it created the module");
        return false;
    case OG_GATEWAY_SESSION_HOST_ENDED:
        og_log_line("the module host went away while it created the module: its process %s", proxy->host_end);
        return false;
    case OG_GATEWAY_SESSION_TIMED_OUT:
        og_log_line("the module host at %s has not answered CREATE within %lld ms (create.timeout.ms)",
            configuration->session.remote_url, (long long) configuration->create_ms);
        return false;
    }
    return false;
}

/* Ends the session, and the host's process if it was run. */
static void end(struct og_proxy *proxy, int64_t grace_period_ms)
{
    if (proxy->session != NULL) {
        og_gateway_session_disconnect(proxy->session);
    }
    og_host_process_stop(&proxy->host, grace_period_ms);
    if (proxy->session != NULL) {
        og_gateway_session_free(proxy->session);
    }
    og_bounded_log_destroy(&proxy->not_taken);
    free(proxy);
}

/* ----------------------------------------------------------------------------------------- for the module */

struct og_proxy *og_proxy_open(
    const struct og_proxy_configuration *configuration, BROKER_HANDLE broker, MODULE_HANDLE source)
{
    struct og_proxy *proxy = calloc(1, sizeof *proxy);
    if (proxy == NULL) {
        og_log_line("there is no memory left to create the module");
        return NULL;
    }
    proxy->configuration = configuration;
    proxy->broker = broker;
    proxy->source = source;
    proxy->observer
        = (struct og_gateway_session_observer){.owner = proxy, .published = publish, .host_has_ended = host_has_ended};
    og_bounded_log_init(&proxy->not_taken);
    bool listening = open_parts(proxy) && await_listening(proxy);
    if (!listening || !create_remote(proxy)) {
        end(proxy, listening ? EXIT_MS : 0); /* a host that refuses exits by itself */
        return NULL;
    }
    return proxy;
}

void og_proxy_start(struct og_proxy *proxy)
{
    og_gateway_session_start(proxy->session);
}

void og_proxy_receive(struct og_proxy *proxy, MESSAGE_HANDLE message)
{
    int32_t size = Message_ToByteArray(message, NULL, 0);
    if (!og_gateway_session_admits(proxy->session, size)) {
        return;
    }
    struct og_outgoing *packet = og_outgoing_new(OG_PACKET_MESSAGE_RECEIVE, (size_t) size);
    if (packet == NULL || Message_ToByteArray(message, og_outgoing_data(packet), size) != size) {
        free(packet);
        og_gateway_session_not_serialized(proxy->session, size);
        return;
    }
    og_gateway_session_send(proxy->session, packet);
}

void og_proxy_close(struct og_proxy *proxy)
{
    int64_t timeout_ms = proxy->configuration->destroy_ms;
    bool destroyed = og_gateway_session_destroy(proxy->session, timeout_ms);
    if (!destroyed) {
        og_log_line(
            "the host has not destroyed its module within %lld ms (destroy.timeout.ms)", (long long) timeout_ms);
    }
    end(proxy, destroyed ? EXIT_MS : 0);
}
