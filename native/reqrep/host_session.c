#include "host.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "wire/gateway_message.h"
#include "reqrep/link_counts.h"
#include "reqrep/listener.h"
#include "base/log.h"
#include "reqrep/sender.h"

#define EXPORTED __attribute__((visibility("default")))

enum {
    LOOK_MS = 250,         /* how often it looks whether it is an orphan */
    FLUSH_MS = 2000,       /* how long the module's last messages may take to be answered */
    FAREWELL_MS = 1000,    /* how long a last answer may take to be fetched: nanomsg drops it when the socket is closed */
    FAREWELL_LOOK_MS = 5,
    GO_ON = -1
};

struct host {
    struct link_settings settings;
    struct module *module;
    struct listener *listener;
    struct sender *sender;
    struct bounded_log refused_messages;

    uint64_t received; /* of the thread in host_run */

    pthread_mutex_t mutex;
    bool stopped;
    uint64_t newest;  /* the gateway that sent the newest CREATE_REQUEST; IDENTITY_NONE before the first */
    struct route newest_route; /* of it */
    bool created;
    uint64_t creator; /* the gateway for which the module is there */
    char *configuration; /* of its CREATE_REQUEST */
};

/* ---------------------------------------------------------------------------------- events, on threads of the link */

/* With the mutex. Whether the module that a CREATE_REQUEST asks for is there. */
static bool is_there(const struct host *host, const struct request *request)
{
    struct bytes wanted = request->packet.configuration;
    return host->created
        && (request_sender(request) == host->creator
            || (strlen(host->configuration) == wanted.size && memcmp(host->configuration, wanted.data, wanted.size) == 0));
}

/*
 * With the mutex. Whether another gateway has asked over a later connection: then this CREATE_REQUEST was under way when
 * its sender went, and decides nothing any more.
 */
static bool is_late(const struct host *host, const struct request *request)
{
    uint64_t gateway = request_sender(request);
    return host->newest != IDENTITY_NONE && host->newest != gateway && identity_are_words(gateway)
        && route_is_earlier(&request->message.route, &host->newest_route);
}

/* With the mutex. Whether a DESTROY is meant for the module that is there. */
static bool is_current(const struct host *host, const struct request *request)
{
    uint64_t identity = route_identity(&request->message.route, request->message.id);
    return identity == IDENTITY_NONE || identity == host->newest;
}

/*
 * While a CREATE_REQUEST waits to be handled, its gateway takes nothing that the module publishes, so no room is waited
 * for: else the module could wait for the gateway, and the gateway for the module.
 */
static bool create_came(void *owner, const struct request *request)
{
    struct host *host = owner;
    uint64_t gateway = request_sender(request);
    pthread_mutex_lock(&host->mutex);
    if (is_late(host, request)) {
        pthread_mutex_unlock(&host->mutex);
        return true;
    }
    bool over = host->newest != IDENTITY_NONE && gateway != host->newest;
    bool there = is_there(host, request);
    if (there) {
        host->creator = gateway;
    }
    host->newest = gateway;
    host->newest_route = request->message.route;
    sender_set_patient(host->sender, there);
    pthread_mutex_unlock(&host->mutex);
    if (over) {
        log_line("a gateway that started over is there; the module %s",
            there ? "stays" : "is created again, as its configuration is another");
    }
    sender_heard(host->sender, gateway);
    if (there) {
        listener_reply_created(host->listener, request, true);
    }
    return there;
}

static void sender_event_came(void *owner, unsigned events)
{
    const struct host *host = owner;
    if (events & SENDER_CONNECTED) {
        log_line("the gateway is there, at %s", host->settings.remote_url);
    }
    if (events & SENDER_DISCONNECTED) {
        log_line("the gateway went away; waiting for it for %lld ms (orphan.timeout.ms)",
            (long long) host->settings.absence_ms);
    }
}

/* ------------------------------------------------------------------------------------------------ opening and closing */

static bool open_link(struct host *host, char *problem, size_t problem_size)
{
    struct identity identity = identity_new();
    struct listener_settings listening = {
        .url = host->settings.listen_url,
        .identity = identity,
        .types = 1u << PACKET_CREATE_REQUEST | 1u << PACKET_MESSAGE_RECEIVE | 1u << PACKET_DESTROY,
        .max_message_bytes = host->settings.max_message_bytes,
        .mailbox_bytes = link_settings_mailbox_bytes(&host->settings),
        .create_came = create_came,
        .owner = host,
    };
    struct sender_settings sending = {
        .url = host->settings.remote_url,
        .identity = identity,
        .window = link_settings_window(&host->settings, WINDOW_HOST),
        .heard = sender_event_came,
        .owner = host,
    };
    /* The sender first: a CREATE_REQUEST may come as soon as somebody listens. */
    host->sender = sender_open(&sending, problem, problem_size);
    host->listener = host->sender == NULL ? NULL : listener_open(&listening, problem, problem_size);
    return host->listener != NULL;
}

struct host *host_open(const struct link_settings *settings, struct module *module, char *problem, size_t problem_size)
{
    struct host *host = calloc(1, sizeof *host);
    if (host == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    host->settings = *settings;
    host->module = module;
    pthread_mutex_init(&host->mutex, NULL);
    bounded_log_init(&host->refused_messages);
    if (!open_link(host, problem, problem_size)) {
        host_free(host);
        return NULL;
    }
    return host;
}

void host_stop(struct host *host)
{
    pthread_mutex_lock(&host->mutex);
    host->stopped = true;
    pthread_mutex_unlock(&host->mutex);
    listener_close(host->listener);
    sender_close(host->sender); /* and so wakes a thread of the module that publishes */
}

void host_free(struct host *host)
{
    /* The listener first: its thread uses the sender. */
    if (host->listener != NULL) {
        listener_free(host->listener);
    }
    if (host->sender != NULL) {
        sender_free(host->sender);
    }
    bounded_log_destroy(&host->refused_messages);
    pthread_mutex_destroy(&host->mutex);
    free(host->configuration);
    free(host);
}

/* ------------------------------------------------------------------------------------------- the life of the module */

static void end_module(struct host *host)
{
    pthread_mutex_lock(&host->mutex);
    host->created = false;
    pthread_mutex_unlock(&host->mutex);
    module_destroy(host->module);
}

/* The module that a CREATE_REQUEST asks for is there from now on. */
static void set_created(struct host *host, const struct request *request)
{
    pthread_mutex_lock(&host->mutex);
    host->created = true;
    host->creator = request_sender(request);
    sender_set_patient(host->sender, host->newest == host->creator);
    pthread_mutex_unlock(&host->mutex);
}

/* Waits until whoever got the last answer has left. */
static void farewell(struct host *host)
{
    int64_t deadline = clock_ms() + FAREWELL_MS;
    while (listener_connections(host->listener) > 0 && clock_ms() < deadline) {
        nanosleep(&(struct timespec){.tv_nsec = FAREWELL_LOOK_MS * 1000000L}, NULL);
    }
}

/* Makes the module anew; gives whether it is there. */
static bool make_module(struct host *host, const struct request *request)
{
    struct bytes text = request->packet.configuration;
    char *wanted = strndup((const char *) text.data, text.size);
    end_module(host);
    if (wanted == NULL) {
        log_line("there is no memory for the module's configuration");
        return false;
    }
    free(host->configuration);
    host->configuration = wanted;
    if (!module_create(host->module, host, wanted)) {
        log_line("the module could not be created: its Create gave NULL");
        return false;
    }
    return true;
}

/* Gives how the host ends, or GO_ON. */
static int create(struct host *host, struct request *request)
{
    pthread_mutex_lock(&host->mutex);
    bool newest = request_sender(request) == host->newest;
    bool stays = is_there(host, request);
    if (newest && !stays) {
        host->created = false; /* it is about to be another */
    }
    pthread_mutex_unlock(&host->mutex);
    if (!newest) {
        request_free(request); /* whoever sent it is gone */
        return GO_ON;
    }
    bool created = stays || make_module(host, request);
    if (created) {
        set_created(host, request);
    }
    listener_reply_created(host->listener, request, created);
    request_free(request);
    if (!created) {
        farewell(host);
        return HOST_CREATE_FAILED;
    }
    if (!stays && host->module->api->Start != NULL) {
        host->module->api->Start(host->module->handle);
    }
    return GO_ON;
}

static int receive(struct host *host, struct request *request)
{
    struct bytes data = request->packet.data;
    MESSAGE_HANDLE message = host->module->handle == NULL
        ? NULL
        : Message_CreateFromByteArray(data.data, (int32_t) data.size);
    if (message == NULL) {
        listener_refuse(host->listener, "a MESSAGE_RECEIVE",
            host->module->handle == NULL ? "there is no module" : "the gateway message in it is malformed");
    } else {
        host->received++;
        host->module->api->Receive(host->module->handle, message);
        Message_Destroy(message);
    }
    listener_handled(host->listener, request);
    return GO_ON;
}

static int destroy(struct host *host, struct request *request)
{
    pthread_mutex_lock(&host->mutex);
    bool late = !is_current(host, request);
    pthread_mutex_unlock(&host->mutex);
    if (late) {
        listener_handled(host->listener, request);
        return GO_ON;
    }
    end_module(host);
    sender_await(host->sender, SENDER_EMPTY, FLUSH_MS);
    listener_handled(host->listener, request);
    farewell(host);
    return HOST_DESTROYED;
}

static int handle(struct host *host, struct request *request)
{
    switch (request->packet.type) {
    case PACKET_CREATE_REQUEST:
        return create(host, request);
    case PACKET_DESTROY:
        return destroy(host, request);
    default:
        return receive(host, request);
    }
}

static bool is_stopped(struct host *host)
{
    pthread_mutex_lock(&host->mutex);
    bool stopped = host->stopped;
    pthread_mutex_unlock(&host->mutex);
    return stopped;
}

enum host_end host_run(struct host *host)
{
    int end = GO_ON;
    while (end == GO_ON) {
        struct request *request = listener_next(host->listener, LOOK_MS);
        if (is_stopped(host)) {
            end = HOST_STOPPED;
        } else if (sender_disconnected_ms(host->sender) > host->settings.absence_ms) {
            end = HOST_ORPHANED;
        } else if (request != NULL) {
            end = handle(host, request);
            request = NULL;
        }
        if (request != NULL) {
            request_free(request);
        }
    }
    if (end != HOST_DESTROYED) {
        listener_close(host->listener); /* no gateway is to hear that there is a module */
        sender_close(host->sender);
    }
    end_module(host);
    sender_close(host->sender);
    struct window_counts sent = sender_counts(host->sender);
    struct listener_counts came = listener_counts(host->listener);
    link_counts_log(&sent, &came, host->received);
    return (enum host_end) end;
}

/* ------------------------------------------------------------------------------------------ what the module publishes */

int host_publish(struct host *host, MESSAGE_HANDLE message)
{
    int32_t size = Message_ToByteArray(message, NULL, 0);
    if (size < GATEWAY_MESSAGE_MIN_BYTES) {
        return BROKER_INVALIDARG;
    }
    if ((size_t) size > host->settings.max_message_bytes) {
        bounded_log_line(&host->refused_messages,
            "a message of %d bytes was not published: %zu are allowed; send less at once, or set max.message.bytes on both sides",
            size, host->settings.max_message_bytes);
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
    enum sender_result result = sender_offer(host->sender, packet, host->settings.absence_ms);
    if (result == SENDER_NOBODY_THERE) {
        bounded_log_line(&host->refused_messages,
            "a message was not published: there is no gateway at %s, and the window is full (window.messages, window.bytes)",
            host->settings.remote_url);
    }
    if (result == SENDER_IS_FULL) {
        bounded_log_line(&host->refused_messages,
            "a message was not published: the window is full (window.messages, window.bytes), and the gateway takes nothing until its module is created");
    }
    return result == SENDER_TAKEN ? BROKER_OK : BROKER_ERROR;
}

EXPORTED int Broker_Publish(BROKER_HANDLE broker, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    if (broker == NULL || source == NULL || message == NULL) {
        return BROKER_INVALIDARG;
    }
    return host_publish(broker, message);
}
