#include "listener.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

#include "base/bounded_queue.h"
#include "base/endpoint_url.h"
#include "base/log.h"
#include "nano.h"
#include "replies.h"
#include "wire/request_id.h"

enum {
    OVERHEAD_BYTES = ROUTE_MAX_BYTES + 16, /* what a message has around it in a request, generously */
    RECEIVE_BUFFER_BYTES = 512 << 10,      /* of a tcp connection: as much as the sender's */
    SIGN_OF_LIFE_MS = 250,
    IDLE_MS = 1000 /* a last resort: it wakes for what comes */
};

struct listener {
    struct listener_settings settings;
    char *url; /* once it is bound */
    int socket;
    int receive_descriptor;
    int wake; /* an eventfd */
    pthread_t thread;
    struct bounded_queue queue;
    struct bounded_log refusals;
    struct bounded_log rejections;
    uint64_t rejected; /* connections, of which the log has told */
    struct replies replies;
    atomic_bool closed;
};

static void wake(struct listener *listener)
{
    uint64_t one = 1;
    ssize_t written = write(listener->wake, &one, sizeof one);
    (void) written; /* it fails only when the thread is to wake up already */
}

uint64_t request_sender(const struct request *request)
{
    uint64_t identity = route_identity_of_create(&request->message.route);
    /* A plain gateway is known by its id alone. The top bit is 1, unlike in an identity. */
    return identity != IDENTITY_NONE ? identity : request->message.id | REQUEST_ID_FLAG;
}

void request_free(struct request *request)
{
    nano_free(&request->message);
    free(request);
}

static void release_request(void *request)
{
    request_free(request);
}

/* ---------------------------------------------------------------------------------- the listener's thread */

/* Puts a request where it will be handled; while there is no room, its sender gets a sign of life now and then. */
static void deliver(struct listener *listener, struct request *request)
{
    size_t size = request->message.size;
    enum bounded_queue_result result;
    while ((result = bounded_queue_put(&listener->queue, request, size, SIGN_OF_LIFE_MS)) == BOUNDED_QUEUE_TIMED_OUT) {
        if (request->packet.type != PACKET_CREATE_REQUEST) {
            replies_repeat(&listener->replies, request->stream);
        }
    }
    if (result == BOUNDED_QUEUE_CLOSED) {
        request_free(request);
    }
}

static void take_one_way(struct listener *listener, struct request *request)
{
    enum streams_verdict verdict = replies_packet(&listener->replies, &request->message, &request->stream);
    if (verdict == STREAMS_TAKE) {
        deliver(listener, request);
        return;
    }
    if (verdict == STREAMS_REFUSE) {
        listener_refuse(listener, "a message", "there is no module yet");
    } else if (verdict == STREAMS_DROP) {
        listener_refuse(listener, "a message", "it comes before others that belong in front of it");
    }
    request_free(request);
}

static void take_create(struct listener *listener, struct request *request)
{
    replies_create(&listener->replies, &request->message.route);
    if (listener->settings.create_came(listener->settings.owner, request)) {
        request_free(request);
    } else {
        deliver(listener, request);
    }
}

static void take(struct listener *listener, const struct sp_message *message)
{
    struct request *request;
    /* Dropped here, it would be acknowledged with the next one: without memory, nothing goes on. */
    while ((request = malloc(sizeof *request)) == NULL) {
        poll(NULL, 0, STREAMS_ANSWER_MS);
    }
    request->message = *message;
    const char *problem = packet_read((struct bytes){message->body, message->size}, &request->packet);
    if (problem != NULL) {
        listener_refuse(listener, "a packet", problem);
        request_free(request);
    } else if (!(listener->settings.types & 1u << request->packet.type)) {
        listener_refuse(listener, "a packet", "its type isn't one that this side takes");
        request_free(request);
    } else if (request->packet.type == PACKET_CREATE_REQUEST) {
        take_create(listener, request);
    } else {
        take_one_way(listener, request);
    }
}

static void wait_for_work(struct listener *listener)
{
    int timeout = replies_are_due(&listener->replies) ? STREAMS_ANSWER_MS : IDLE_MS;
    struct pollfd descriptors[] = {
        {.fd = listener->wake, .events = POLLIN},
        {.fd = listener->receive_descriptor, .events = POLLIN},
    };
    poll(descriptors, sizeof descriptors / sizeof descriptors[0], timeout);
    if (descriptors[0].revents != 0) {
        uint64_t count;
        ssize_t taken = read(listener->wake, &count, sizeof count);
        (void) taken;
    }
}

static void check_rejections(struct listener *listener)
{
    uint64_t rejected = nano_statistic(listener->socket, NANO_REJECTED_CONNECTIONS);
    if (rejected > listener->rejected) {
        listener->rejected = rejected;
        bounded_log_line(&listener->rejections,
            "%s: closed %llu connections so far for what came over them: another protocol, a malformed frame, or a message "
            "larger than max.message.bytes",
            listener->url, (unsigned long long) rejected);
    }
}

static void *run(void *argument)
{
    struct listener *listener = argument;
    while (!listener_is_closed(listener)) {
        struct sp_message message;
        enum nano_result result = nano_receive(listener->socket, &message);
        if (result == NANO_DONE) {
            replies_tick(&listener->replies, false);
            take(listener, &message);
        } else if (result == NANO_DROPPED) {
            listener_refuse(listener, "a request", "its SP header is too long");
        } else {
            replies_tick(&listener->replies, true);
            check_rejections(listener);
            wait_for_work(listener);
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------ for the owner */

static void free_parts(struct listener *listener)
{
    if (listener->socket >= 0) {
        /* While the path is still this socket's: another process may bind it from then on. */
        endpoint_url_remove_file(listener->url);
        nn_close(listener->socket);
    }
    if (listener->wake >= 0) {
        close(listener->wake);
    }
    bounded_queue_destroy(&listener->queue, release_request);
    bounded_log_destroy(&listener->refusals);
    bounded_log_destroy(&listener->rejections);
    replies_destroy(&listener->replies);
    free(listener->url);
    free(listener);
}

static bool bind_socket(struct listener *listener, const struct listener_settings *settings, char *problem, size_t size)
{
    if (!endpoint_url_prepare_bind(settings->url, problem, size)) {
        return false;
    }
    listener->socket = nano_open(NN_REP);
    if (listener->socket < 0 || !nano_set(listener->socket, NN_RCVBUF, RECEIVE_BUFFER_BYTES)
        || !nano_set(listener->socket, NN_RCVMAXSIZE, (int) (settings->max_message_bytes + OVERHEAD_BYTES))
        || !nano_set(listener->socket, NN_IPV4ONLY, !endpoint_url_is_ipv6(settings->url))
        || nn_bind(listener->socket, settings->url) < 0) {
        const char *remedy = nn_errno() == EADDRINUSE ? "; end the process that has it, or choose another listen.url"
            : nn_errno() == ENODEV                    ? "; listen at an address of this machine, or at all (*)"
                                                      : "";
        snprintf(problem, size, "%s can't be bound: %s%s", settings->url, nano_problem(), remedy);
        return false;
    }
    replies_bind(&listener->replies, listener->socket);
    listener->receive_descriptor = nano_descriptor(listener->socket, NN_RCVFD);
    listener->url = strdup(settings->url);
    if (listener->url == NULL) {
        snprintf(problem, size, "there is no memory left");
    }
    return listener->url != NULL;
}

struct listener *listener_open(const struct listener_settings *settings, char *problem, size_t problem_size)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (listener == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    listener->settings = *settings;
    listener->url = NULL;
    listener->socket = -1;
    replies_init(&listener->replies, &settings->identity);
    bounded_log_init(&listener->refusals);
    bounded_log_init(&listener->rejections);
    listener->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bool ready = bounded_queue_init(&listener->queue, settings->queue_bytes) && listener->wake >= 0;
    if (!ready) {
        snprintf(problem, problem_size, "there is no memory or file descriptor left");
    }
    if (!ready || !bind_socket(listener, settings, problem, problem_size)) {
        free_parts(listener);
        return NULL;
    }
    int error = pthread_create(&listener->thread, NULL, run, listener);
    if (error != 0) {
        snprintf(problem, problem_size, "no thread can be made: %s", strerror(error));
        free_parts(listener);
        return NULL;
    }
    return listener;
}

void listener_take(struct listener *listener)
{
    replies_take(&listener->replies);
}

struct request *listener_next(struct listener *listener, int64_t timeout_ms)
{
    void *request = NULL;
    return bounded_queue_take(&listener->queue, &request, timeout_ms) == BOUNDED_QUEUE_DONE ? request : NULL;
}

void listener_handled(struct listener *listener, struct request *request)
{
    if (replies_handled(&listener->replies, &request->message, request->stream)) {
        wake(listener); /* it sleeps without a thought of the time after which this is answered */
    }
    request_free(request);
}

void listener_reply_created(struct listener *listener, const struct request *request, bool created)
{
    replies_created(&listener->replies, &request->message.route, request->message.id, created);
}

void listener_refuse(struct listener *listener, const char *what, const char *why)
{
    bounded_log_line(&listener->refusals, "refused %s: %s", what, why);
}

uint64_t listener_connections(struct listener *listener)
{
    return nano_statistic(listener->socket, NN_STAT_CURRENT_CONNECTIONS);
}

uint64_t listener_accepted(struct listener *listener)
{
    return nano_statistic(listener->socket, NN_STAT_ACCEPTED_CONNECTIONS);
}

struct listener_counts listener_counts(struct listener *listener)
{
    return (struct listener_counts){
        .repeats = replies_repeats(&listener->replies),
        .refused = bounded_log_count(&listener->refusals),
    };
}

bool listener_is_closed(struct listener *listener)
{
    return listener->closed;
}

void listener_close(struct listener *listener)
{
    listener->closed = true;
    bounded_queue_close(&listener->queue);
    wake(listener);
}

void listener_free(struct listener *listener)
{
    listener_close(listener);
    pthread_join(listener->thread, NULL);
    free_parts(listener);
}
