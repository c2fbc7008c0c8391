#include "host_session.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "creation.h"
#include "listener.h"
#include "sender.h"
#include "session_statistics.h"

enum {
    ORPHAN_CHECK_MS = 250, /* how often it checks whether it is an orphan */
    FLUSH_MS = 2000,       /* how long the module's last messages may take to be answered */
    LINGER_MS = 1000, /* how long a last answer may take to be fetched: nanomsg drops it when the socket is closed */
    LINGER_STEP_MS = 5,
    GO_ON = -1
};

struct host_session {
    struct reqrep_settings settings;
    struct listener *listener;
    struct sender *sender;
    struct bounded_log refused_messages;

    /* Of the thread in host_session_run. */
    const struct module_handler *module;
    bool has_module;
    uint64_t received;

    pthread_mutex_t mutex;
    bool stopped;
    struct creation creation;
};

/* ---------------------------------------------------------------------- events, on threads of the session */

/*
 * While a CREATE_REQUEST waits to be handled, its gateway takes nothing that the module publishes, so no room is waited
 * for: else the module could wait for the gateway, and the gateway for the module.
 */
static bool create_came(void *owner, const struct request *request)
{
    struct host_session *session = owner;
    pthread_mutex_lock(&session->mutex);
    if (creation_is_late(&session->creation, request)) {
        pthread_mutex_unlock(&session->mutex);
        return true;
    }
    bool over = creation_is_of_another(&session->creation, request);
    bool there = creation_is_there(&session->creation, request);
    creation_asked(&session->creation, request);
    sender_set_blocking(session->sender, there);
    pthread_mutex_unlock(&session->mutex);
    if (over) {
        log_line("a gateway that started over is there; the module %s",
            there ? "stays" : "is created again, as its configuration is another");
    }
    sender_create_requested(session->sender, request_sender(request));
    if (there) {
        listener_reply_created(session->listener, request, true);
    }
    return there;
}

static void sender_events_came(void *owner, unsigned events)
{
    const struct host_session *session = owner;
    if (events & SENDER_CONNECTED) {
        log_line("the gateway is there, at %s", session->settings.remote_url);
    }
    if (events & SENDER_DISCONNECTED) {
        log_line("the gateway went away; waiting for it for %lld ms (orphan.timeout.ms)",
            (long long) session->settings.absence_ms);
    }
}

/* ------------------------------------------------------------------------------------ opening and closing */

static bool open_parts(struct host_session *session, char *problem, size_t problem_size)
{
    struct identity identity = identity_new();
    struct listener_settings listening = {
        .url = session->settings.listen_url,
        .identity = identity,
        .types = 1u << PACKET_CREATE_REQUEST | 1u << PACKET_MESSAGE_RECEIVE | 1u << PACKET_DESTROY,
        .max_message_bytes = session->settings.max_message_bytes,
        .queue_bytes = reqrep_settings_queue_bytes(&session->settings),
        .create_came = create_came,
        .owner = session,
    };
    struct sender_settings sending = {
        .url = session->settings.remote_url,
        .identity = identity,
        .window = reqrep_settings_window(&session->settings, WINDOW_HOST),
        .events_came = sender_events_came,
        .owner = session,
    };
    /* The sender first: a CREATE_REQUEST may come as soon as somebody listens. */
    session->sender = sender_open(&sending, problem, problem_size);
    session->listener = session->sender == NULL ? NULL : listener_open(&listening, problem, problem_size);
    return session->listener != NULL;
}

struct host_session *host_session_open(const struct reqrep_settings *settings, char *problem, size_t problem_size)
{
    struct host_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    session->settings = *settings;
    pthread_mutex_init(&session->mutex, NULL);
    bounded_log_init(&session->refused_messages);
    if (!open_parts(session, problem, problem_size)) {
        host_session_free(session);
        return NULL;
    }
    return session;
}

void host_session_stop(struct host_session *session)
{
    pthread_mutex_lock(&session->mutex);
    session->stopped = true;
    pthread_mutex_unlock(&session->mutex);
    listener_close(session->listener);
    sender_close(session->sender); /* and so wakes a thread of the module that publishes */
}

void host_session_free(struct host_session *session)
{
    /* The listener first: its thread uses the sender. */
    if (session->listener != NULL) {
        listener_free(session->listener);
    }
    if (session->sender != NULL) {
        sender_free(session->sender);
    }
    bounded_log_destroy(&session->refused_messages);
    pthread_mutex_destroy(&session->mutex);
    creation_free(&session->creation);
    free(session);
}

/* --------------------------------------------------------------------------------- the life of the module */

static void end_module(struct host_session *session)
{
    pthread_mutex_lock(&session->mutex);
    session->creation.created = false;
    pthread_mutex_unlock(&session->mutex);
    session->has_module = false;
    session->module->destroy(session->module->owner);
}

/* The module that a CREATE_REQUEST asks for is there from now on. */
static void set_created(struct host_session *session, const struct request *request)
{
    struct creation *creation = &session->creation;
    pthread_mutex_lock(&session->mutex);
    creation->created = true;
    creation->creator = request_sender(request);
    sender_set_blocking(session->sender, creation->newest == creation->creator);
    pthread_mutex_unlock(&session->mutex);
}

/* Waits until the gateway, which got the last answer, has left. */
static void linger(struct host_session *session)
{
    int64_t deadline = clock_ms() + LINGER_MS;
    while (listener_connections(session->listener) > 0 && clock_ms() < deadline) {
        nanosleep(&(struct timespec){.tv_nsec = LINGER_STEP_MS * 1000000L}, NULL);
    }
}

/* Creates the module again; gives whether it is there. */
static bool create_module(struct host_session *session, const struct request *request)
{
    struct bytes text = request->packet.configuration;
    char *wanted = strndup((const char *) text.data, text.size);
    end_module(session);
    if (wanted == NULL) {
        log_line("there is no memory for the module's configuration");
        return false;
    }
    free(session->creation.configuration);
    session->creation.configuration = wanted;
    session->has_module = session->module->create(session->module->owner, wanted);
    return session->has_module;
}

/* Gives how the session ends, or GO_ON. */
static int create(struct host_session *session, struct request *request)
{
    pthread_mutex_lock(&session->mutex);
    bool newest = request_sender(request) == session->creation.newest;
    bool stays = creation_is_there(&session->creation, request);
    if (newest && !stays) {
        session->creation.created = false; /* it is about to be another */
    }
    pthread_mutex_unlock(&session->mutex);
    if (!newest) {
        request_free(request); /* its sender is gone */
        return GO_ON;
    }
    bool created = stays || create_module(session, request);
    if (created) {
        set_created(session, request);
    }
    listener_reply_created(session->listener, request, created);
    request_free(request);
    if (!created) {
        linger(session);
        return HOST_SESSION_CREATE_FAILED;
    }
    if (!stays) {
        session->module->start(session->module->owner);
    }
    return GO_ON;
}

static int receive(struct host_session *session, struct request *request)
{
    if (!session->has_module) {
        listener_refuse(session->listener, "a MESSAGE_RECEIVE", "there is no module");
    } else if (!session->module->receive(session->module->owner, request->packet.data)) {
        listener_refuse(session->listener, "a MESSAGE_RECEIVE", "the gateway message in it is malformed");
    } else {
        session->received++;
    }
    listener_handled(session->listener, request);
    return GO_ON;
}

static int destroy(struct host_session *session, struct request *request)
{
    pthread_mutex_lock(&session->mutex);
    bool late = !creation_is_current(&session->creation, request);
    pthread_mutex_unlock(&session->mutex);
    if (late) {
        listener_handled(session->listener, request);
        return GO_ON;
    }
    end_module(session);
    sender_await(session->sender, SENDER_EMPTY, FLUSH_MS);
    listener_handled(session->listener, request);
    linger(session);
    return HOST_SESSION_DESTROYED;
}

static int handle(struct host_session *session, struct request *request)
{
    switch (request->packet.type) {
    case PACKET_CREATE_REQUEST:
        return create(session, request);
    case PACKET_DESTROY:
        return destroy(session, request);
    default:
        return receive(session, request);
    }
}

static bool is_stopped(struct host_session *session)
{
    pthread_mutex_lock(&session->mutex);
    bool stopped = session->stopped;
    pthread_mutex_unlock(&session->mutex);
    return stopped;
}

enum host_session_end host_session_run(struct host_session *session, const struct module_handler *module)
{
    session->module = module;
    int end = GO_ON;
    while (end == GO_ON) {
        struct request *request = listener_next(session->listener, ORPHAN_CHECK_MS);
        if (is_stopped(session)) {
            end = HOST_SESSION_STOPPED;
        } else if (sender_disconnected_ms(session->sender) > session->settings.absence_ms) {
            end = HOST_SESSION_ORPHANED;
        } else if (request != NULL) {
            end = handle(session, request);
            request = NULL;
        }
        if (request != NULL) {
            request_free(request);
        }
    }
    if (end != HOST_SESSION_DESTROYED) {
        listener_close(session->listener); /* no gateway is told that there is a module */
        sender_close(session->sender);
    }
    end_module(session);
    sender_close(session->sender);
    struct window_counts sent = sender_counts(session->sender);
    struct listener_counts came = listener_counts(session->listener);
    session_statistics_log(&sent, &came, session->received);
    return (enum host_session_end) end;
}

/* ------------------------------------------------------------------------------ what the module publishes */

bool host_session_admits(struct host_session *session, size_t size)
{
    if (size <= session->settings.max_message_bytes) {
        return true;
    }
    bounded_log_line(&session->refused_messages,
        "a message of %zu bytes was not published: %zu are allowed; send less at once, or set max.message.bytes on both sides",
        size, session->settings.max_message_bytes);
    return false;
}

bool host_session_publish(struct host_session *session, struct outgoing *packet)
{
    enum sender_result result = sender_offer(session->sender, packet, session->settings.absence_ms);
    if (result == SENDER_NOBODY_THERE) {
        bounded_log_line(&session->refused_messages,
            "a message was not published: there is no gateway at %s, and the window is full (window.messages, window.bytes)",
            session->settings.remote_url);
    }
    if (result == SENDER_IS_FULL) {
        bounded_log_line(&session->refused_messages,
            "a message was not published: the window is full (window.messages, window.bytes), and the gateway takes nothing until its module is created");
    }
    return result == SENDER_TAKEN;
}
