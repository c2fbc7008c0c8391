#include "proxy.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "wire/gateway_message.h"
#include "host_process.h"
#include "reqrep/link_counts.h"
#include "reqrep/listener.h"
#include "base/log.h"
#include "reqrep/sender.h"

enum {
    LOOK_MS = 50,
    DELIVERY_LOOK_MS = 1000,
    EXIT_MS = 3000, /* how long a host's process may take to exit once its module is destroyed */
    PROBLEM_BYTES = 1024
};

struct proxy {
    const struct proxy_configuration *configuration;
    BROKER_HANDLE broker;
    MODULE_HANDLE source;
    struct sender *sender;
    struct listener *listener;
    struct host_process host;
    pthread_t delivery;
    bool delivers;
    struct bounded_log undelivered;

    pthread_mutex_t mutex;
    pthread_cond_t started_condition;
    bool started;
    bool created; /* the host had the module at least once */
    bool ending;  /* from now on the host may go without a word */
    bool lost;    /* the log was told that the host is lost */
    uint64_t accepted; /* the listener's connections that were seen */
    struct window_counts sent;                /* at the end */
    uint64_t published; /* of the delivering thread, until it has ended */
};

/* ---------------------------------------------------------------------------------- events, on the sender's thread */

static void log_loss(struct proxy *proxy, unsigned events)
{
    pthread_mutex_lock(&proxy->mutex);
    bool matters = proxy->created && !proxy->ending;
    bool goes = matters && !proxy->lost && (events & (SENDER_DISCONNECTED | SENDER_LOST | SENDER_NOT_CREATED));
    bool returns = matters && proxy->lost && (events & (SENDER_CREATED | SENDER_RETURNED));
    proxy->lost = goes || (proxy->lost && !returns);
    pthread_mutex_unlock(&proxy->mutex);
    const char *url = proxy->configuration->link.remote_url;
    if (goes) {
        log_line("the module host at %s is lost: %s", url,
            events & SENDER_DISCONNECTED      ? "its connection is gone"
                : events & SENDER_NOT_CREATED ? "it could not create the module again; its log says why"
                                              : "it has not answered (acknowledge.timeout.ms, missed.deadlines)");
    } else if (returns) {
        log_line("the module host at %s is there again, and has the module", url);
    }
}

static void sender_event_came(void *owner, unsigned events)
{
    log_loss(owner, events);
}

/* The host's sender came back: it waits for CREATE_REQUEST. */
static void sender_looked(void *owner)
{
    struct proxy *proxy = owner;
    pthread_mutex_lock(&proxy->mutex);
    struct listener *listener = proxy->listener;
    bool came_back = false;
    if (listener != NULL) {
        uint64_t accepted = listener_accepted(listener);
        /* Not the first: a plain host, which may not expect a repeat, keeps its one connection. Also at the end, when the
           host may still have something to send. */
        came_back = proxy->created && accepted != proxy->accepted && proxy->accepted > 0;
        if (proxy->created || proxy->accepted == 0) {
            proxy->accepted = accepted;
        }
    }
    pthread_mutex_unlock(&proxy->mutex);
    if (came_back) {
        sender_accepted(proxy->sender);
    }
}

/* ------------------------------------------------------------------------------------------------ opening and closing */

static bool open_link(struct proxy *proxy, char *problem, size_t problem_size)
{
    const struct link_settings *link = &proxy->configuration->link;
    struct identity identity = identity_new();
    struct listener_settings listening = {
        .url = link->listen_url,
        .identity = identity,
        .types = 1u << PACKET_MESSAGE_PUBLISH,
        .max_message_bytes = link->max_message_bytes,
        .mailbox_bytes = link_settings_mailbox_bytes(link),
    };
    struct sender_settings sending = {
        .url = link->remote_url,
        .identity = identity,
        .window = link_settings_window(link, WINDOW_GATEWAY),
        .heard = sender_event_came,
        .looked = sender_looked,
        .owner = proxy,
    };
    struct listener *listener = listener_open(&listening, problem, problem_size);
    pthread_mutex_lock(&proxy->mutex);
    proxy->listener = listener;
    pthread_mutex_unlock(&proxy->mutex);
    proxy->sender = listener == NULL ? NULL : sender_open(&sending, problem, problem_size);
    return proxy->sender != NULL;
}

/* Whether the host's process has ended, if there is one; and how. */
static bool host_has_ended(struct proxy *proxy, char *how, size_t how_size)
{
    return proxy->host.pid != 0 && host_process_ended(&proxy->host, how, how_size);
}

/* Waits for one of these events; a host that was run and ends ends the wait. */
static unsigned await_host(struct proxy *proxy, unsigned events, int64_t timeout_ms, char *how, size_t how_size)
{
    int64_t deadline = clock_ms() + timeout_ms;
    unsigned came = 0;
    *how = '\0';
    while (came == 0 && clock_ms() < deadline && !host_has_ended(proxy, how, how_size)) {
        came = sender_await(proxy->sender, events, LOOK_MS);
    }
    return came;
}

static bool await_listening(struct proxy *proxy)
{
    const struct proxy_configuration *configuration = proxy->configuration;
    char how[64];
    int64_t timeout = configuration->fork ? configuration->listen_ms : configuration->create_ms;
    if (await_host(proxy, SENDER_CONNECTED, timeout, how, sizeof how)) {
        return true;
    }
    if (*how != '\0') {
        log_line("the host's process %s before it listened at %s", how, configuration->link.remote_url);
    } else {
        log_line("no module host listens at %s after %lld ms (%s): start it, or make its listen.url this proxy's remote.url",
            configuration->link.remote_url, (long long) timeout,
            configuration->fork ? "fork.timeout.ms" : "create.timeout.ms");
    }
    return false;
}

static bool create_remote(struct proxy *proxy)
{
    const struct proxy_configuration *configuration = proxy->configuration;
    struct outgoing *packet = outgoing_create_request(configuration->module_configuration);
    if (packet == NULL) {
        return false;
    }
    /* From now on the module may publish. */
    listener_take(proxy->listener);
    sender_create(proxy->sender, packet);
    char how[64];
    unsigned came = await_host(proxy, SENDER_CREATED | SENDER_NOT_CREATED | SENDER_DISCONNECTED,
        configuration->create_ms, how, sizeof how);
    if (came & SENDER_CREATED) {
        pthread_mutex_lock(&proxy->mutex);
        proxy->created = true;
        pthread_mutex_unlock(&proxy->mutex);
        return true;
    }
    if (came & SENDER_NOT_CREATED) {
        log_line("the module host could not create the module; its log says why");
    } else if (came != 0 || *how != '\0') {
        log_line("the module host went away while it created the module%s%s", *how == '\0' ? "" : ": its process ", how);
    } else {
        log_line("the module host at %s has not answered CREATE within %lld ms (create.timeout.ms)",
            configuration->link.remote_url, (long long) configuration->create_ms);
    }
    return false;
}

static void set_ending(struct proxy *proxy)
{
    pthread_mutex_lock(&proxy->mutex);
    proxy->ending = true;
    pthread_mutex_unlock(&proxy->mutex);
}

/*
 * Ends the link, and the host's process if it was run. The sender goes first: a host that has answered waits until it is
 * gone, and so knows that its answer has arrived.
 */
static void end(struct proxy *proxy, int64_t patience_ms)
{
    if (proxy->sender != NULL) {
        sender_close(proxy->sender);
        proxy->sent = sender_counts(proxy->sender);
        sender_free(proxy->sender);
    }
    host_process_stop(&proxy->host, patience_ms);
    if (proxy->delivers) {
        listener_close(proxy->listener);
        pthread_join(proxy->delivery, NULL);
        struct listener_counts came = listener_counts(proxy->listener);
        link_counts_log(&proxy->sent, &came, proxy->published);
    }
    if (proxy->listener != NULL) {
        listener_free(proxy->listener);
    }
    bounded_log_destroy(&proxy->undelivered);
    pthread_cond_destroy(&proxy->started_condition);
    pthread_mutex_destroy(&proxy->mutex);
    free(proxy);
}

/* -------------------------------------------------------------------------------------- what the remote module publishes */

static bool await_started(struct proxy *proxy)
{
    pthread_mutex_lock(&proxy->mutex);
    while (!proxy->started && !proxy->ending) {
        clock_condition_wait(&proxy->started_condition, &proxy->mutex, clock_ms() + DELIVERY_LOOK_MS);
    }
    bool started = proxy->started;
    pthread_mutex_unlock(&proxy->mutex);
    return started;
}

static void publish(struct proxy *proxy, struct request *request)
{
    struct bytes data = request->packet.data;
    MESSAGE_HANDLE message = Message_CreateFromByteArray(data.data, (int32_t) data.size);
    if (message == NULL) {
        listener_refuse(proxy->listener, "a MESSAGE_PUBLISH", "the gateway message in it is malformed");
        return;
    }
    int result = Broker_Publish(proxy->broker, proxy->source, message);
    Message_Destroy(message);
    if (result == BROKER_OK) {
        proxy->published++;
    } else {
        bounded_log_line(&proxy->undelivered, "the broker did not take a message that the module published: result %d",
            result);
    }
}

static void *deliver(void *argument)
{
    struct proxy *proxy = argument;
    if (!await_started(proxy)) {
        return NULL;
    }
    for (;;) {
        struct request *request = listener_next(proxy->listener, DELIVERY_LOOK_MS);
        if (request != NULL) {
            publish(proxy, request);
            listener_handled(proxy->listener, request);
        } else if (listener_is_closed(proxy->listener)) {
            return NULL;
        }
    }
}

/* ---------------------------------------------------------------------------------------------------------- for the module */

static struct proxy *new_proxy(
    const struct proxy_configuration *configuration, BROKER_HANDLE broker, MODULE_HANDLE source)
{
    struct proxy *proxy = calloc(1, sizeof *proxy);
    if (proxy != NULL) {
        proxy->configuration = configuration;
        proxy->broker = broker;
        proxy->source = source;
        pthread_mutex_init(&proxy->mutex, NULL);
        clock_condition_init(&proxy->started_condition);
        bounded_log_init(&proxy->undelivered);
    }
    return proxy;
}

static bool open_parts(struct proxy *proxy)
{
    const struct proxy_configuration *configuration = proxy->configuration;
    char problem[PROBLEM_BYTES];
    if (!open_link(proxy, problem, sizeof problem)) {
        log_line("the link can't be opened: %s", problem);
        return false;
    }
    if (configuration->fork
        && !host_process_start(
            &proxy->host, configuration->host_path, configuration->host_configuration, problem, sizeof problem)) {
        log_line("%s", problem);
        return false;
    }
    proxy->delivers = pthread_create(&proxy->delivery, NULL, deliver, proxy) == 0;
    return proxy->delivers;
}

struct proxy *proxy_open(const struct proxy_configuration *configuration, BROKER_HANDLE broker, MODULE_HANDLE source)
{
    struct proxy *proxy = new_proxy(configuration, broker, source);
    if (proxy == NULL) {
        return NULL;
    }
    bool listening = open_parts(proxy) && await_listening(proxy);
    if (!listening || !create_remote(proxy)) {
        set_ending(proxy);
        end(proxy, listening ? EXIT_MS : 0); /* a host that refuses exits by itself */
        return NULL;
    }
    return proxy;
}

void proxy_start(struct proxy *proxy)
{
    pthread_mutex_lock(&proxy->mutex);
    proxy->started = true;
    pthread_cond_broadcast(&proxy->started_condition);
    pthread_mutex_unlock(&proxy->mutex);
}

void proxy_receive(struct proxy *proxy, MESSAGE_HANDLE message)
{
    const struct link_settings *link = &proxy->configuration->link;
    int32_t size = Message_ToByteArray(message, NULL, 0);
    if (size < GATEWAY_MESSAGE_MIN_BYTES || (size_t) size > link->max_message_bytes) {
        bounded_log_line(&proxy->undelivered,
            "a message of %d bytes was not sent: %zu are allowed; send less at once, or set max.message.bytes on both sides",
            size, link->max_message_bytes);
        return;
    }
    struct outgoing *packet = outgoing_new(PACKET_MESSAGE_RECEIVE, (size_t) size);
    if (packet == NULL || Message_ToByteArray(message, outgoing_data(packet), size) != size) {
        free(packet);
        bounded_log_line(&proxy->undelivered, "a message of %d bytes was not sent: it can't be serialized", size);
        return;
    }
    if (sender_offer(proxy->sender, packet, link->absence_ms) == SENDER_NOBODY_THERE) {
        bounded_log_line(&proxy->undelivered,
            "a message was not sent: no host has been there for %lld ms (reconnect.timeout.ms), and the window is full "
            "(window.messages, window.bytes)",
            (long long) link->absence_ms);
    }
}

/* Whether the host has let go of its module, or is gone. */
static bool destroy_remote(struct proxy *proxy)
{
    struct outgoing *packet = outgoing_new(PACKET_DESTROY, 0);
    if (packet == NULL) {
        return false;
    }
    sender_destroy(proxy->sender, packet);
    return sender_await(proxy->sender, SENDER_DESTROYED | SENDER_DISCONNECTED, proxy->configuration->destroy_ms) != 0;
}

void proxy_close(struct proxy *proxy)
{
    set_ending(proxy);
    bool let_go = destroy_remote(proxy);
    if (!let_go) {
        log_line("the host has not let go of its module within %lld ms (destroy.timeout.ms)",
            (long long) proxy->configuration->destroy_ms);
    }
    end(proxy, let_go ? EXIT_MS : 0);
}
