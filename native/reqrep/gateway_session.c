#include "gateway_session.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "listener.h"
#include "sender.h"
#include "session_statistics.h"
#include "wire/gateway_message.h"

enum {
    HOST_CHECK_MS = 50, /* how often it checks whether the host's process has ended */
    DELIVERY_CHECK_MS = 1000
};

struct og_gateway_session {
    const struct og_reqrep_settings *settings;
    const struct og_gateway_session_observer *observer;
    struct og_sender *sender;
    struct og_listener *listener;
    struct og_outgoing *destroy; /* made beforehand: the end needs no memory */
    pthread_t delivery;
    bool delivers;
    bool awaited; /* the host was waited for: from then on there is something to count */
    struct og_bounded_log undelivered;

    pthread_mutex_t mutex;
    pthread_cond_t started_condition;
    bool started;
    bool created;                 /* the host had the module at least once */
    bool ending;                  /* from now on the host may go without a word */
    bool lost;                    /* the log was told that the host is lost */
    uint64_t accepted;            /* the listener's connections that were seen */
    struct og_window_counts sent; /* once it is disconnected */
    uint64_t published;           /* of the delivering thread, until it has ended */
};

/* ------------------------------------------------------------------------- events, on the sender's thread */

static void sender_events_came(void *owner, unsigned events)
{
    struct og_gateway_session *session = owner;
    pthread_mutex_lock(&session->mutex);
    bool matters = session->created && !session->ending;
    bool goes
        = matters && !session->lost && (events & (OG_SENDER_DISCONNECTED | OG_SENDER_LOST | OG_SENDER_NOT_CREATED));
    bool returns = matters && session->lost && (events & (OG_SENDER_CREATED | OG_SENDER_RETURNED));
    session->lost = goes || (session->lost && !returns);
    pthread_mutex_unlock(&session->mutex);
    const char *url = session->settings->remote_url;
    if (goes) {
        og_log_line("the module host at %s is lost: %s", url,
            events & OG_SENDER_DISCONNECTED      ? "its connection is gone"
                : events & OG_SENDER_NOT_CREATED ? "it could not create the module again; its log says why"
                                                 : "it has not answered (acknowledge.timeout.ms, missed.deadlines)");
    } else if (returns) {
        og_log_line("the module host at %s is there again, and has the module", url);
    }
}

/* Whether the host's sender came back: then it waits for CREATE_REQUEST. */
static bool host_came_back(struct og_gateway_session *session)
{
    uint64_t accepted = og_listener_accepted(session->listener);
    pthread_mutex_lock(&session->mutex);
    /* Not the first: a plain host, which may not expect a retransmission, keeps its one connection. Also at the end,
       when the host may still have something to send. */
    bool came_back = session->created && accepted != session->accepted && session->accepted > 0;
    if (session->created || session->accepted == 0) {
        session->accepted = accepted;
    }
    pthread_mutex_unlock(&session->mutex);
    return came_back;
}

static void connection_checked(void *owner)
{
    struct og_gateway_session *session = owner;
    if (host_came_back(session)) {
        og_sender_accepted(session->sender);
    }
}

/* ----------------------------------------------------------------------- what the remote module publishes */

static bool await_started(struct og_gateway_session *session)
{
    pthread_mutex_lock(&session->mutex);
    while (!session->started && !session->ending) {
        og_clock_condition_wait(&session->started_condition, &session->mutex, og_clock_ms() + DELIVERY_CHECK_MS);
    }
    bool started = session->started;
    pthread_mutex_unlock(&session->mutex);
    return started;
}

static void publish(struct og_gateway_session *session, const struct og_request *request)
{
    enum og_published_result result = session->observer->published(session->observer->owner, request->packet.data);
    session->published += result == OG_PUBLISHED_TAKEN;
    if (result == OG_PUBLISHED_MALFORMED) {
        og_listener_refuse(session->listener, "a MESSAGE_PUBLISH", "the gateway message in it is malformed");
    }
}

static void *deliver(void *argument)
{
    struct og_gateway_session *session = argument;
    if (!await_started(session)) {
        return NULL;
    }
    for (;;) {
        struct og_request *request = og_listener_next(session->listener, DELIVERY_CHECK_MS);
        if (request != NULL) {
            publish(session, request);
            og_listener_handled(session->listener, request);
        } else if (og_listener_is_closed(session->listener)) {
            return NULL;
        }
    }
}

/* ------------------------------------------------------------------------------------ opening and closing */

static bool open_parts(struct og_gateway_session *session, char *problem, size_t problem_size)
{
    const struct og_reqrep_settings *settings = session->settings;
    struct og_identity identity = og_identity_new();
    struct og_listener_settings listening = {
        .url = settings->listen_url,
        .identity = identity,
        .types = 1u << OG_PACKET_MESSAGE_PUBLISH,
        .max_message_bytes = settings->max_message_bytes,
        .queue_bytes = og_reqrep_settings_queue_bytes(settings),
    };
    struct og_sender_settings sending = {
        .url = settings->remote_url,
        .identity = identity,
        .window = og_reqrep_settings_window(settings, OG_WINDOW_GATEWAY),
        .events_came = sender_events_came,
        .connection_checked = connection_checked,
        .owner = session,
    };
    session->listener = og_listener_open(&listening, problem, problem_size);
    session->sender = session->listener == NULL ? NULL : og_sender_open(&sending, problem, problem_size);
    if (session->sender == NULL) {
        return false;
    }
    int error = pthread_create(&session->delivery, NULL, deliver, session);
    session->delivers = error == 0;
    if (error != 0) {
        snprintf(problem, problem_size, "no thread can be made: %s", strerror(error));
    }
    return session->delivers;
}

struct og_gateway_session *og_gateway_session_open(const struct og_reqrep_settings *settings,
    const struct og_gateway_session_observer *observer, char *problem, size_t problem_size)
{
    struct og_gateway_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    session->settings = settings;
    session->observer = observer;
    pthread_mutex_init(&session->mutex, NULL);
    og_clock_condition_init(&session->started_condition);
    og_bounded_log_init(&session->undelivered);
    session->destroy = og_outgoing_new(OG_PACKET_DESTROY, 0);
    if (session->destroy == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
    }
    if (session->destroy == NULL || !open_parts(session, problem, problem_size)) {
        og_gateway_session_free(session);
        return NULL;
    }
    return session;
}

void og_gateway_session_expect_end(struct og_gateway_session *session)
{
    pthread_mutex_lock(&session->mutex);
    session->ending = true;
    pthread_mutex_unlock(&session->mutex);
}

void og_gateway_session_disconnect(struct og_gateway_session *session)
{
    og_gateway_session_expect_end(session);
    if (session->sender != NULL) {
        og_sender_close(session->sender);
        session->sent = og_sender_counts(session->sender);
        og_sender_free(session->sender);
        session->sender = NULL;
    }
}

void og_gateway_session_free(struct og_gateway_session *session)
{
    og_gateway_session_disconnect(session);
    if (session->delivers) {
        og_listener_close(session->listener);
        pthread_join(session->delivery, NULL);
    }
    if (session->awaited) {
        struct og_listener_counts came = og_listener_counts(session->listener);
        og_session_statistics_log(&session->sent, &came, session->published);
    }
    if (session->listener != NULL) {
        og_listener_free(session->listener);
    }
    free(session->destroy);
    og_bounded_log_destroy(&session->undelivered);
    pthread_cond_destroy(&session->started_condition);
    pthread_mutex_destroy(&session->mutex);
    free(session);
}

/* -------------------------------------------------------------------------------------- the remote module */

/* Waits for one of these events, as long as the host may still answer. Gives those that came. */
static unsigned await(struct og_gateway_session *session, unsigned events, int64_t timeout_ms, bool *host_ended)
{
    const struct og_gateway_session_observer *observer = session->observer;
    int64_t deadline = og_clock_ms() + timeout_ms;
    unsigned came = 0;
    *host_ended = false;
    while (came == 0 && og_clock_ms() < deadline && !*host_ended) {
        *host_ended = observer->host_has_ended(observer->owner);
        came = *host_ended ? 0 : og_sender_await(session->sender, events, HOST_CHECK_MS);
    }
    return came;
}

enum og_gateway_session_result og_gateway_session_await_host(struct og_gateway_session *session, int64_t timeout_ms)
{
    bool host_ended;
    session->awaited = true;
    if (await(session, OG_SENDER_CONNECTED, timeout_ms, &host_ended) != 0) {
        return OG_GATEWAY_SESSION_DONE;
    }
    return host_ended ? OG_GATEWAY_SESSION_HOST_ENDED : OG_GATEWAY_SESSION_TIMED_OUT;
}

enum og_gateway_session_result og_gateway_session_create(
    struct og_gateway_session *session, const char *configuration, int64_t timeout_ms)
{
    struct og_outgoing *packet = og_outgoing_create_request(configuration);
    if (packet == NULL) {
        return OG_GATEWAY_SESSION_NO_MEMORY;
    }
    /* From now on the module may publish. */
    og_listener_take(session->listener);
    og_sender_create(session->sender, packet);
    bool host_ended;
    unsigned came
        = await(session, OG_SENDER_CREATED | OG_SENDER_NOT_CREATED | OG_SENDER_DISCONNECTED, timeout_ms, &host_ended);
    if (came & OG_SENDER_CREATED) {
        pthread_mutex_lock(&session->mutex);
        session->created = true;
        pthread_mutex_unlock(&session->mutex);
        return OG_GATEWAY_SESSION_DONE;
    }
    if (came != 0) {
        return came & OG_SENDER_NOT_CREATED ? OG_GATEWAY_SESSION_REFUSED : OG_GATEWAY_SESSION_HOST_LOST;
    }
    return host_ended ? OG_GATEWAY_SESSION_HOST_ENDED : OG_GATEWAY_SESSION_TIMED_OUT;
}

void og_gateway_session_start(struct og_gateway_session *session)
{
    pthread_mutex_lock(&session->mutex);
    session->started = true;
    pthread_cond_broadcast(&session->started_condition);
    pthread_mutex_unlock(&session->mutex);
}

bool og_gateway_session_admits(struct og_gateway_session *session, int32_t size)
{
    size_t limit = session->settings->max_message_bytes;
    if (size >= OG_GATEWAY_MESSAGE_MIN_BYTES && (size_t) size <= limit) {
        return true;
    }
    og_bounded_log_line(&session->undelivered,
        "a message of %d bytes was not sent: %zu are allowed; send less at once, or set max.message.bytes on both sides",
        size, limit);
    return false;
}

void og_gateway_session_not_serialized(struct og_gateway_session *session, int32_t size)
{
    og_sender_undelivered(session->sender);
    og_bounded_log_line(&session->undelivered,
        "a message of %d bytes was not sent: it can't be serialized, or there is no memory for it", size);
}

void og_gateway_session_send(struct og_gateway_session *session, struct og_outgoing *packet)
{
    int64_t absence_ms = session->settings->absence_ms;
    if (og_sender_offer(session->sender, packet, absence_ms) == OG_SENDER_NOBODY_THERE) {
        og_bounded_log_line(&session->undelivered,
            "a message was not sent: no host has been there for %lld ms (reconnect.timeout.ms), and the window is full "
            "(window.messages, window.bytes)",
            (long long) absence_ms);
    }
}

bool og_gateway_session_destroy(struct og_gateway_session *session, int64_t timeout_ms)
{
    og_gateway_session_expect_end(session);
    og_sender_destroy(session->sender, session->destroy);
    session->destroy = NULL;
    return og_sender_await(session->sender, OG_SENDER_DESTROYED | OG_SENDER_DISCONNECTED, timeout_ms) != 0;
}
