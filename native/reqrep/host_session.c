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

struct og_host_session {
    struct og_reqrep_settings settings;
    struct og_listener *listener;
    struct og_sender *sender;
    struct og_bounded_log refused_messages;

    /* Of the thread in og_host_session_run. */
    const struct og_module_handler *module;
    bool has_module;
    uint64_t received;

    pthread_mutex_t mutex;
    bool stopped;
    struct og_creation creation;
};

/* ---------------------------------------------------------------------- events, on threads of the session */

/*
 * While a CREATE_REQUEST waits to be handled, its gateway takes nothing that the module publishes, so no room is waited
 * for: else the module could wait for the gateway, and the gateway for the module.
 */
static bool create_came(void *owner, const struct og_request *request)
{
    struct og_host_session *session = owner;
    pthread_mutex_lock(&session->mutex);
    if (og_creation_is_late(&session->creation, request)) {
        pthread_mutex_unlock(&session->mutex);
        return true;
    }
    bool over = og_creation_is_of_another(&session->creation, request);
    bool there = og_creation_is_there(&session->creation, request);
    og_creation_asked(&session->creation, request);
    og_sender_set_blocking(session->sender, there);
    pthread_mutex_unlock(&session->mutex);
    if (over) {
        og_log_line("a gateway that started over is there; the module %s",
            there ? "stays" : "is created again, as its configuration is another");
    }
    og_sender_create_requested(session->sender, og_request_sender(request));
    if (there) {
        og_listener_reply_created(session->listener, request, true);
    }
    return there;
}

static void sender_events_came(void *owner, unsigned events)
{
    const struct og_host_session *session = owner;
    if (events & OG_SENDER_CONNECTED) {
        og_log_line("the gateway is there, at %s", session->settings.remote_url);
    }
    if (events & OG_SENDER_DISCONNECTED) {
        og_log_line("the gateway went away; waiting for it for %lld ms (orphan.timeout.ms)",
            (long long) session->settings.absence_ms);
    }
}

/* ------------------------------------------------------------------------------------ opening and closing */

static bool open_parts(struct og_host_session *session, char *problem, size_t problem_size)
{
    struct og_identity identity = og_identity_new();
    struct og_listener_settings listening = {
        .url = session->settings.listen_url,
        .identity = identity,
        .types = 1u << OG_PACKET_CREATE_REQUEST | 1u << OG_PACKET_MESSAGE_RECEIVE | 1u << OG_PACKET_DESTROY,
        .max_message_bytes = session->settings.max_message_bytes,
        .queue_bytes = og_reqrep_settings_queue_bytes(&session->settings),
        .create_came = create_came,
        .owner = session,
    };
    struct og_sender_settings sending = {
        .url = session->settings.remote_url,
        .identity = identity,
        .window = og_reqrep_settings_window(&session->settings, OG_WINDOW_HOST),
        .events_came = sender_events_came,
        .owner = session,
    };
    /* The sender first: a CREATE_REQUEST may come as soon as somebody listens. */
    session->sender = og_sender_open(&sending, problem, problem_size);
    session->listener = session->sender == NULL ? NULL : og_listener_open(&listening, problem, problem_size);
    return session->listener != NULL;
}

struct og_host_session *og_host_session_open(
    const struct og_reqrep_settings *settings, char *problem, size_t problem_size)
{
    struct og_host_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    session->settings = *settings;
    pthread_mutex_init(&session->mutex, NULL);
    og_bounded_log_init(&session->refused_messages);
    if (!open_parts(session, problem, problem_size)) {
        og_host_session_free(session);
        return NULL;
    }
    return session;
}

void og_host_session_stop(struct og_host_session *session)
{
    pthread_mutex_lock(&session->mutex);
    session->stopped = true;
    pthread_mutex_unlock(&session->mutex);
    og_listener_close(session->listener);
    og_sender_close(session->sender); /* and so wakes a thread of the module that publishes */
}

void og_host_session_free(struct og_host_session *session)
{
    /* The listener first: its thread uses the sender. */
    if (session->listener != NULL) {
        og_listener_free(session->listener);
    }
    if (session->sender != NULL) {
        og_sender_free(session->sender);
    }
    og_bounded_log_destroy(&session->refused_messages);
    pthread_mutex_destroy(&session->mutex);
    og_creation_free(&session->creation);
    free(session);
}

/* --------------------------------------------------------------------------------- the life of the module */

static void end_module(struct og_host_session *session)
{
    pthread_mutex_lock(&session->mutex);
    session->creation.created = false;
    pthread_mutex_unlock(&session->mutex);
    session->has_module = false;
    session->module->destroy(session->module->owner);
}

/* The module that a CREATE_REQUEST asks for is there from now on. */
static void set_created(struct og_host_session *session, const struct og_request *request)
{
    struct og_creation *creation = &session->creation;
    pthread_mutex_lock(&session->mutex);
    creation->created = true;
    creation->creator = og_request_sender(request);
    og_sender_set_blocking(session->sender, creation->newest == creation->creator);
    pthread_mutex_unlock(&session->mutex);
}

/* Waits until the gateway, which got the last answer, has left. */
static void linger(struct og_host_session *session)
{
    int64_t deadline = og_clock_ms() + LINGER_MS;
    while (og_listener_connections(session->listener) > 0 && og_clock_ms() < deadline) {
        nanosleep(&(struct timespec){.tv_nsec = LINGER_STEP_MS * 1000000L}, NULL);
    }
}

/* Creates the module again; gives whether it is there. */
static bool create_module(struct og_host_session *session, const struct og_request *request)
{
    struct og_bytes text = request->packet.configuration;
    char *wanted = strndup((const char *) text.data, text.size);
    end_module(session);
    if (wanted == NULL) {
        og_log_line("there is no memory for the module's configuration");
        return false;
    }
    free(session->creation.configuration);
    session->creation.configuration = wanted;
    session->has_module = session->module->create(session->module->owner, wanted);
    return session->has_module;
}

/* Gives how the session ends, or GO_ON. */
static int create(struct og_host_session *session, struct og_request *request)
{
    pthread_mutex_lock(&session->mutex);
    bool newest = og_request_sender(request) == session->creation.newest;
    bool stays = og_creation_is_there(&session->creation, request);
    if (newest && !stays) {
        session->creation.created = false; /* it is about to be another */
    }
    pthread_mutex_unlock(&session->mutex);
    if (!newest) {
        og_request_free(request); /* its sender is gone */
        return GO_ON;
    }
    bool created = stays || create_module(session, request);
    if (created) {
        set_created(session, request);
    }
    og_listener_reply_created(session->listener, request, created);
    og_request_free(request);
    if (!created) {
        linger(session);
        return OG_HOST_SESSION_CREATE_FAILED;
    }
    if (!stays) {
        session->module->start(session->module->owner);
    }
    return GO_ON;
}

static int receive(struct og_host_session *session, struct og_request *request)
{
    const char *problem = session->has_module ? session->module->receive(session->module->owner, request->packet.data)
                                              : "there is no module";
    if (problem != NULL) {
        og_listener_refuse(session->listener, "a MESSAGE_RECEIVE", problem);
    } else {
        session->received++;
    }
    og_listener_handled(session->listener, request);
    return GO_ON;
}

static int destroy(struct og_host_session *session, struct og_request *request)
{
    pthread_mutex_lock(&session->mutex);
    bool late = !og_creation_is_current(&session->creation, request);
    pthread_mutex_unlock(&session->mutex);
    if (late) {
        og_listener_handled(session->listener, request);
        return GO_ON;
    }
    end_module(session);
    og_sender_await(session->sender, OG_SENDER_EMPTY, FLUSH_MS);
    og_listener_handled(session->listener, request);
    linger(session);
    return OG_HOST_SESSION_DESTROYED;
}

static int handle(struct og_host_session *session, struct og_request *request)
{
    switch (request->packet.type) {
    case OG_PACKET_CREATE_REQUEST:
        return create(session, request);
    case OG_PACKET_DESTROY:
        return destroy(session, request);
    default:
        return receive(session, request);
    }
}

static bool is_stopped(struct og_host_session *session)
{
    pthread_mutex_lock(&session->mutex);
    bool stopped = session->stopped;
    pthread_mutex_unlock(&session->mutex);
    return stopped;
}

enum og_host_session_end og_host_session_run(struct og_host_session *session, const struct og_module_handler *module)
{
    session->module = module;
    int end = GO_ON;
    while (end == GO_ON) {
        struct og_request *request = og_listener_next(session->listener, ORPHAN_CHECK_MS);
        if (is_stopped(session)) {
            end = OG_HOST_SESSION_STOPPED;
        } else if (og_sender_disconnected_ms(session->sender) > session->settings.absence_ms) {
            end = OG_HOST_SESSION_ORPHANED;
        } else if (request != NULL) {
            end = handle(session, request);
            request = NULL;
        }
        if (request != NULL) {
            og_request_free(request);
        }
    }
    if (end != OG_HOST_SESSION_DESTROYED) {
        og_listener_close(session->listener); /* no gateway is told that there is a module */
        og_sender_close(session->sender);
    }
    end_module(session);
    og_sender_close(session->sender);
    struct og_window_counts sent = og_sender_counts(session->sender);
    struct og_listener_counts came = og_listener_counts(session->listener);
    og_session_statistics_log(&sent, &came, session->received);
    return (enum og_host_session_end) end;
}

/* ------------------------------------------------------------------------------ what the module publishes */

bool og_host_session_admits(struct og_host_session *session, size_t size)
{
    if (size <= session->settings.max_message_bytes) {
        return true;
    }
    og_bounded_log_line(&session->refused_messages,
        "a message of %zu bytes was not published: %zu are allowed; send less at once, or set max.message.bytes on both sides",
        size, session->settings.max_message_bytes);
    return false;
}

void og_host_session_not_serialized(struct og_host_session *session, size_t size)
{
    og_sender_undelivered(session->sender);
    og_bounded_log_line(&session->refused_messages,
        "a message of %zu bytes was not published: it can't be serialized, or there is no memory for it", size);
}

bool og_host_session_publish(struct og_host_session *session, struct og_outgoing *packet)
{
    enum og_sender_result result = og_sender_offer(session->sender, packet, session->settings.absence_ms);
    if (result == OG_SENDER_NOBODY_THERE) {
        og_bounded_log_line(&session->refused_messages,
            "a message was not published: there is no gateway at %s, and the window is full (window.messages, window.bytes)",
            session->settings.remote_url);
    }
    if (result == OG_SENDER_IS_FULL) {
        og_bounded_log_line(&session->refused_messages,
            "a message was not published: the window is full (window.messages, window.bytes), and the gateway takes nothing until its module is created");
    }
    return result == OG_SENDER_TAKEN;
}
