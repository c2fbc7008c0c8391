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
    OVERHEAD_BYTES = OG_ROUTE_MAX_BYTES + 16, /* what a message has around it in a request, generously */
    RECEIVE_BUFFER_BYTES = 512 << 10,         /* of a tcp connection: as much as the sender's */
    SIGN_OF_LIFE_MS = 250,
    IDLE_MS = 1000 /* a last resort: it wakes for what comes */
};

struct og_listener {
    struct og_listener_settings settings;
    char *url;
    bool bound; /* the socket file of the URL is the listener's */
    int socket;
    int receive_descriptor;
    int wake; /* an eventfd */
    pthread_t thread;
    struct og_bounded_queue queue;
    struct og_bounded_log refusals;
    struct og_bounded_log rejections;
    uint64_t rejected; /* connections, of which the log has told */
    struct og_replies replies;
    atomic_bool closed;
};

static void wake(struct og_listener *listener)
{
    uint64_t one = 1;
    ssize_t written = write(listener->wake, &one, sizeof one);
    (void) written; /* it fails only when the thread is to wake up already */
}

uint64_t og_request_sender(const struct og_request *request)
{
    uint64_t identity = og_route_identity_of_create(&request->message.route);
    /* A plain gateway is known by its id alone. The top bit is 1, unlike in an identity. */
    return identity != OG_IDENTITY_NONE ? identity : request->message.id | OG_REQUEST_ID_FLAG;
}

void og_request_free(struct og_request *request)
{
    og_nano_free(&request->message);
    free(request);
}

static void release_request(void *request)
{
    og_request_free(request);
}

/* ---------------------------------------------------------------------------------- the listener's thread */

/* Puts a request where it will be handled; while there is no room, its sender gets a sign of life now and then. */
static void deliver(struct og_listener *listener, struct og_request *request)
{
    size_t size = request->message.size;
    enum og_bounded_queue_result result;
    while ((result = og_bounded_queue_put(&listener->queue, request, size, SIGN_OF_LIFE_MS))
        == OG_BOUNDED_QUEUE_TIMED_OUT) {
        if (request->packet.type != OG_PACKET_CREATE_REQUEST) {
            og_replies_answer_again(&listener->replies, request->stream);
        }
    }
    if (result == OG_BOUNDED_QUEUE_CLOSED) {
        og_request_free(request);
    }
}

static void take_one_way(struct og_listener *listener, struct og_request *request)
{
    enum og_streams_verdict verdict = og_replies_packet(&listener->replies, &request->message, &request->stream);
    if (verdict == OG_STREAMS_TAKE) {
        deliver(listener, request);
        return;
    }
    if (verdict == OG_STREAMS_REFUSE) {
        og_listener_refuse(listener, "a message", "there is no module yet");
    } else if (verdict == OG_STREAMS_DROP) {
        og_listener_refuse(listener, "a message", "it comes before others that belong in front of it");
    }
    og_request_free(request);
}

static void take_create(struct og_listener *listener, struct og_request *request)
{
    og_replies_create(&listener->replies, &request->message.route);
    if (listener->settings.create_came(listener->settings.owner, request)) {
        og_request_free(request);
    } else {
        deliver(listener, request);
    }
}

/* NULL if the listener is closed before there is memory. */
static struct og_request *new_request(struct og_listener *listener)
{
    struct og_request *request;
    /* Dropped here, a packet would be acknowledged with the next one: without memory, nothing goes on. */
    while ((request = malloc(sizeof *request)) == NULL && !listener->closed) {
        poll(NULL, 0, OG_STREAMS_ANSWER_MS);
    }
    return request;
}

static void take(struct og_listener *listener, struct og_sp_message *message)
{
    struct og_request *request = new_request(listener);
    if (request == NULL) {
        og_nano_free(message);
        return;
    }
    request->message = *message;
    const char *problem = og_packet_read((struct og_bytes){message->body, message->size}, &request->packet);
    if (problem != NULL) {
        og_listener_refuse(listener, "a packet", problem);
        og_request_free(request);
    } else if (!(listener->settings.types & 1u << request->packet.type)) {
        og_listener_refuse(listener, "a packet", "its type isn't one that this side takes");
        og_request_free(request);
    } else if (request->packet.type == OG_PACKET_CREATE_REQUEST) {
        take_create(listener, request);
    } else {
        take_one_way(listener, request);
    }
}

static void wait_for_work(struct og_listener *listener)
{
    int timeout = og_replies_are_due(&listener->replies) ? OG_STREAMS_ANSWER_MS : IDLE_MS;
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

static void check_rejections(struct og_listener *listener)
{
    uint64_t rejected = og_nano_statistic(listener->socket, OG_NANO_REJECTED_CONNECTIONS);
    if (rejected > listener->rejected) {
        listener->rejected = rejected;
        og_bounded_log_line(&listener->rejections,
            "%s: closed %llu connections so far for what came over them: another protocol, a malformed frame, or a message "
            "larger than max.message.bytes",
            listener->url, (unsigned long long) rejected);
    }
}

static void *run(void *argument)
{
    struct og_listener *listener = argument;
    while (!og_listener_is_closed(listener)) {
        struct og_sp_message message;
        enum og_nano_result result = og_nano_receive(listener->socket, &message);
        if (result == OG_NANO_DONE) {
            og_replies_tick(&listener->replies, false);
            take(listener, &message);
        } else if (result == OG_NANO_DROPPED) {
            og_listener_refuse(listener, "a request", "its SP header is too long");
        } else {
            og_replies_tick(&listener->replies, true);
            check_rejections(listener);
            wait_for_work(listener);
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------ for the owner */

static void free_parts(struct og_listener *listener)
{
    if (listener->socket >= 0) {
        /* While the path is still this socket's: another process may bind it from then on. */
        og_endpoint_url_remove_file(listener->bound ? listener->url : NULL);
        nn_close(listener->socket);
    }
    if (listener->wake >= 0) {
        close(listener->wake);
    }
    og_bounded_queue_destroy(&listener->queue, release_request);
    og_bounded_log_destroy(&listener->refusals);
    og_bounded_log_destroy(&listener->rejections);
    og_replies_destroy(&listener->replies);
    free(listener->url);
    free(listener);
}

static bool bind_socket(
    struct og_listener *listener, const struct og_listener_settings *settings, char *problem, size_t size)
{
    if (!og_endpoint_url_prepare_bind(settings->url, problem, size)) {
        return false;
    }
    listener->socket = og_nano_open(NN_REP);
    if (listener->socket < 0 || !og_nano_set(listener->socket, NN_RCVBUF, RECEIVE_BUFFER_BYTES)
        || !og_nano_set(listener->socket, NN_RCVMAXSIZE, (int) (settings->max_message_bytes + OVERHEAD_BYTES))
        || !og_nano_set(listener->socket, NN_IPV4ONLY, !og_endpoint_url_is_ipv6(settings->url))
        || nn_bind(listener->socket, settings->url) < 0) {
        const char *remedy = nn_errno() == EADDRINUSE ? "; end the process that has it, or choose another listen.url"
            : nn_errno() == ENODEV                    ? "; listen at an address of this machine, or at all (*)"
                                                      : "";
        snprintf(problem, size, "%s can't be bound: %s%s", settings->url, og_nano_problem(), remedy);
        return false;
    }
    og_replies_bind(&listener->replies, listener->socket);
    listener->receive_descriptor = og_nano_descriptor(listener->socket, NN_RCVFD);
    listener->bound = true;
    return true;
}

struct og_listener *og_listener_open(const struct og_listener_settings *settings, char *problem, size_t problem_size)
{
    struct og_listener *listener = calloc(1, sizeof *listener);
    if (listener == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    listener->settings = *settings;
    listener->url = strdup(settings->url);
    listener->socket = -1;
    og_replies_init(&listener->replies, &settings->identity);
    og_bounded_log_init(&listener->refusals);
    og_bounded_log_init(&listener->rejections);
    listener->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bool ready = og_bounded_queue_init(&listener->queue, settings->queue_bytes) && listener->wake >= 0
        && listener->url != NULL;
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

void og_listener_take(struct og_listener *listener)
{
    og_replies_take(&listener->replies);
}

struct og_request *og_listener_next(struct og_listener *listener, int64_t timeout_ms)
{
    void *request = NULL;
    return og_bounded_queue_take(&listener->queue, &request, timeout_ms) == OG_BOUNDED_QUEUE_DONE ? request : NULL;
}

void og_listener_handled(struct og_listener *listener, struct og_request *request)
{
    if (og_replies_handled(&listener->replies, &request->message, request->stream)) {
        wake(listener); /* it sleeps without a thought of the time after which this is answered */
    }
    og_request_free(request);
}

void og_listener_reply_created(struct og_listener *listener, const struct og_request *request, bool created)
{
    og_replies_created(&listener->replies, &request->message.route, request->message.id, created);
}

void og_listener_refuse(struct og_listener *listener, const char *what, const char *why)
{
    og_bounded_log_line(&listener->refusals, "refused %s: %s", what, why);
}

uint64_t og_listener_connections(struct og_listener *listener)
{
    return og_nano_statistic(listener->socket, NN_STAT_CURRENT_CONNECTIONS);
}

uint64_t og_listener_accepted(struct og_listener *listener)
{
    return og_nano_statistic(listener->socket, NN_STAT_ACCEPTED_CONNECTIONS);
}

struct og_listener_counts og_listener_counts(struct og_listener *listener)
{
    return (struct og_listener_counts){
        .duplicates = og_replies_duplicates(&listener->replies),
        .refused = og_bounded_log_count(&listener->refusals),
    };
}

bool og_listener_is_closed(struct og_listener *listener)
{
    return listener->closed;
}

void og_listener_close(struct og_listener *listener)
{
    listener->closed = true;
    og_bounded_queue_close(&listener->queue);
    wake(listener);
}

void og_listener_free(struct og_listener *listener)
{
    og_listener_close(listener);
    pthread_join(listener->thread, NULL);
    free_parts(listener);
}
