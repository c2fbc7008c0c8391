#include "sender.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

#include "wire/answer.h"
#include "base/clock.h"
#include "connection.h"
#include "base/log.h"
#include "nano.h"
#include "wire/request_id.h"

/* Answers taken between two looks at everything else. */
enum { ANSWERS_AT_ONCE = 256 };

/* A look that comes so late says that this process was stopped, or had no time: answers may lie in the socket. */
enum { LATE_MS = 300 };

/*
 * The mutex guards the window, the state below it, and the order of packets into the socket. It is never held while
 * something is waited for, nor while the owner is told.
 */
struct sender {
    struct sender_settings settings;
    char *url;
    int wake; /* an eventfd: there is something for the thread to do */
    pthread_t thread;

    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct window *window;
    bool socket_full; /* the thread goes on when the socket can send */
    unsigned happened;
    unsigned untold; /* of it, what the owner hasn't heard */
    int64_t absent_since;       /* 0: the peer takes what is sent */
    int64_t disconnected_since; /* 0: connected */
    bool impatient;
    uint64_t heard; /* the gateway whose CREATE_REQUEST the window is to hear of; IDENTITY_NONE: of none */
    bool closed;

    /* Written by the thread, under the mutex. */
    struct connection connection;
};

static void wake(struct sender *sender)
{
    uint64_t one = 1;
    ssize_t written = write(sender->wake, &one, sizeof one);
    (void) written; /* it fails only when the thread is to wake up already */
}

/* ------------------------------------------------------------------------------------------------- under the mutex */

static void note(struct sender *sender, unsigned events)
{
    if (events & SENDER_CONNECTED) {
        sender->happened &= ~(unsigned) SENDER_DISCONNECTED;
    }
    if (events & SENDER_DISCONNECTED) {
        sender->happened &= ~(unsigned) SENDER_CONNECTED;
    }
    sender->happened |= events;
    sender->untold |= events;
    if (window_peer_is_there(sender->window)) {
        sender->absent_since = 0;
    } else if (sender->absent_since == 0) {
        sender->absent_since = clock_ms();
    }
}

/* Hands to the socket what it takes, and hears the news. */
static void pump(struct sender *sender)
{
    struct window_packet next;
    while (!sender->closed && !sender->socket_full && window_next(sender->window, &next)) {
        struct outgoing *outgoing = next.packet;
        outgoing_set_route(outgoing, sender->settings.identity.words, next.base, next.id);
        if (connection_is_another(&sender->connection)
            || nano_send(sender->connection.socket, outgoing->route, OUTGOING_ROUTE_BYTES + outgoing->size)
                != NANO_DONE) {
            sender->socket_full = true;
            wake(sender);
            break;
        }
        window_sent(sender->window, clock_ms());
    }
    note(sender, window_take_news(sender->window));
    pthread_cond_broadcast(&sender->changed);
}

/* Gives the socket of an attempt that is over, or CONNECTION_NO_SOCKET: to be closed without the mutex, as that can take. */
static int look_at_connection(struct sender *sender)
{
    enum connection_change change = connection_look(&sender->connection);
    if (change == CONNECTION_CAME) {
        window_connected(sender->window, clock_ms());
        sender->disconnected_since = 0;
        note(sender, SENDER_CONNECTED);
    } else if (change == CONNECTION_WENT) {
        window_disconnected(sender->window);
        sender->disconnected_since = clock_ms();
        note(sender, SENDER_DISCONNECTED);
    }
    return connection_try_again(&sender->connection);
}

/* ----------------------------------------------------------------------------------------------------- the thread */

static void take_answers(struct sender *sender)
{
    struct sp_message message;
    for (int i = 0; i < ANSWERS_AT_ONCE; i++) {
        enum nano_result result = nano_receive(sender->connection.socket, &message);
        if (result == NANO_WOULD_BLOCK || result == NANO_CLOSED) {
            return;
        }
        if (result == NANO_DONE) {
            struct answer answer;
            if (answer_read(&message, sender->settings.identity.words, &answer)) {
                pthread_mutex_lock(&sender->mutex);
                window_answered(sender->window, answer.id, answer.body, answer.identity, clock_ms());
                pthread_mutex_unlock(&sender->mutex);
            }
            nano_free(&message);
        }
    }
}

/* Waits until there is something to do, or for the next look. */
static void wait_for_work(struct sender *sender, int64_t next_look)
{
    pthread_mutex_lock(&sender->mutex);
    bool full = sender->socket_full;
    pthread_mutex_unlock(&sender->mutex);
    struct pollfd descriptors[] = {
        {.fd = sender->wake, .events = POLLIN},
        {.fd = sender->connection.receive_descriptor, .events = POLLIN},
        {.fd = full ? sender->connection.send_descriptor : -1, .events = POLLIN},
    };
    int64_t left = next_look - clock_ms();
    poll(descriptors, sizeof descriptors / sizeof descriptors[0], left < 0 ? 0 : (int) left);
    if (descriptors[0].revents != 0) {
        uint64_t count;
        ssize_t taken = read(sender->wake, &count, sizeof count);
        (void) taken;
    }
    if (descriptors[2].revents != 0) {
        pthread_mutex_lock(&sender->mutex);
        sender->socket_full = false;
        pthread_mutex_unlock(&sender->mutex);
    }
}

static void *run(void *argument)
{
    struct sender *sender = argument;
    int64_t next_look = clock_ms();
    for (bool closed = false; !closed;) {
        take_answers(sender);
        bool look = clock_ms() >= next_look || connection_is_another(&sender->connection);
        pthread_mutex_lock(&sender->mutex);
        closed = sender->closed;
        look |= sender->heard != IDENTITY_NONE;
        int over = CONNECTION_NO_SOCKET;
        if (look && !closed) {
            bool late = clock_ms() - next_look > LATE_MS;
            next_look = clock_ms() + CONNECTION_LOOK_MS;
            sender->socket_full = false;
            over = look_at_connection(sender);
            if (!late) {
                window_tick(sender->window, clock_ms());
            }
            if (sender->heard != IDENTITY_NONE) {
                window_heard(sender->window, sender->heard);
                sender->heard = IDENTITY_NONE;
            }
        }
        pump(sender);
        unsigned events = sender->untold;
        sender->untold = 0;
        pthread_mutex_unlock(&sender->mutex);
        connection_close_socket(over);
        if (events != 0 && sender->settings.heard != NULL) {
            sender->settings.heard(sender->settings.owner, events);
        }
        if (look && sender->settings.looked != NULL) {
            sender->settings.looked(sender->settings.owner);
        }
        if (!closed) {
            wait_for_work(sender, next_look);
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------------- for the owner */

static uint32_t random_id(void)
{
    uint32_t id;
    if (getrandom(&id, sizeof id, 0) != sizeof id) {
        id = (uint32_t) clock_ms();
    }
    return id & REQUEST_ID_MASK;
}

static void free_parts(struct sender *sender)
{
    connection_close(&sender->connection);
    if (sender->wake >= 0) {
        close(sender->wake);
    }
    if (sender->window != NULL) {
        window_free(sender->window);
    }
    pthread_cond_destroy(&sender->changed);
    pthread_mutex_destroy(&sender->mutex);
    free(sender->url);
    free(sender);
}

static bool open_parts(struct sender *sender, const struct sender_settings *settings, char *problem, size_t size)
{
    sender->url = strdup(settings->url);
    sender->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    sender->settings.window.create_id = random_id();
    sender->settings.window.first_id = sender->settings.window.create_id + 1;
    sender->settings.window.release = free;
    sender->window = window_new(&sender->settings.window);
    if (sender->url == NULL || sender->wake < 0 || sender->window == NULL) {
        snprintf(problem, size, "there is no memory or file descriptor left");
        return false;
    }
    if (!connection_open(&sender->connection, sender->url)) {
        snprintf(problem, size, "%s can't be connected to: %s", settings->url, nano_problem());
        return false;
    }
    return true;
}

struct sender *sender_open(const struct sender_settings *settings, char *problem, size_t problem_size)
{
    struct sender *sender = calloc(1, sizeof *sender);
    if (sender == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    sender->settings = *settings;
    sender->connection = CONNECTION_NONE;
    sender->wake = -1;
    sender->happened = SENDER_DISCONNECTED;
    sender->absent_since = sender->disconnected_since = clock_ms();
    pthread_mutex_init(&sender->mutex, NULL);
    clock_condition_init(&sender->changed);
    if (!open_parts(sender, settings, problem, problem_size)) {
        free_parts(sender);
        return NULL;
    }
    int error = pthread_create(&sender->thread, NULL, run, sender);
    if (error != 0) {
        snprintf(problem, problem_size, "no thread can be made: %s", strerror(error));
        free_parts(sender);
        return NULL;
    }
    return sender;
}

/* With the mutex. Whether there has been no peer for that long. */
static bool nobody_there(const struct sender *sender, int64_t patience_ms)
{
    return sender->absent_since != 0 && clock_ms() - sender->absent_since >= patience_ms;
}

enum sender_result sender_offer(struct sender *sender, struct outgoing *packet, int64_t patience_ms)
{
    enum sender_result result = SENDER_TAKEN;
    pthread_mutex_lock(&sender->mutex);
    while (result == SENDER_TAKEN && !sender->closed && !window_offer(sender->window, packet, packet->size)) {
        if (nobody_there(sender, patience_ms)) {
            result = SENDER_NOBODY_THERE;
        } else if (sender->impatient) {
            result = SENDER_IS_FULL;
        } else {
            clock_condition_wait(&sender->changed, &sender->mutex, clock_ms() + CONNECTION_LOOK_MS);
        }
    }
    if (sender->closed) {
        result = SENDER_IS_CLOSED;
    } else if (result == SENDER_TAKEN) {
        pump(sender);
    }
    pthread_mutex_unlock(&sender->mutex);
    if (result != SENDER_TAKEN) {
        free(packet);
    }
    return result;
}

void sender_set_patient(struct sender *sender, bool patient)
{
    pthread_mutex_lock(&sender->mutex);
    sender->impatient = !patient;
    pthread_cond_broadcast(&sender->changed);
    pthread_mutex_unlock(&sender->mutex);
}

static void give_window(
    struct sender *sender, struct outgoing *packet, void (*give)(struct window *, void *packet, size_t size))
{
    pthread_mutex_lock(&sender->mutex);
    give(sender->window, packet, packet->size);
    pump(sender);
    pthread_mutex_unlock(&sender->mutex);
}

void sender_create(struct sender *sender, struct outgoing *packet)
{
    give_window(sender, packet, window_create);
}

void sender_destroy(struct sender *sender, struct outgoing *packet)
{
    give_window(sender, packet, window_destroy);
}

void sender_accepted(struct sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    window_accepted(sender->window);
    pump(sender);
    pthread_mutex_unlock(&sender->mutex);
}

void sender_heard(struct sender *sender, uint64_t gateway)
{
    pthread_mutex_lock(&sender->mutex);
    sender->heard = gateway;
    pthread_mutex_unlock(&sender->mutex);
    wake(sender);
}

/* With the mutex. */
static unsigned holding(const struct sender *sender)
{
    unsigned events = sender->happened;
    if (window_counts(sender->window).pending == 0) {
        events |= SENDER_EMPTY;
    }
    return sender->closed ? SENDER_CLOSED : events;
}

unsigned sender_await(struct sender *sender, unsigned events, int64_t timeout_ms)
{
    int64_t deadline = clock_ms() + timeout_ms;
    pthread_mutex_lock(&sender->mutex);
    unsigned held;
    while ((held = holding(sender) & (events | SENDER_CLOSED)) == 0 && clock_ms() < deadline) {
        clock_condition_wait(&sender->changed, &sender->mutex, deadline);
    }
    pthread_mutex_unlock(&sender->mutex);
    return held;
}

int64_t sender_disconnected_ms(struct sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    int64_t since = sender->disconnected_since;
    pthread_mutex_unlock(&sender->mutex);
    return since == 0 ? 0 : clock_ms() - since;
}

struct window_counts sender_counts(struct sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    struct window_counts counts = window_counts(sender->window);
    pthread_mutex_unlock(&sender->mutex);
    return counts;
}

void sender_close(struct sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    bool first = !sender->closed;
    sender->closed = true;
    if (first) {
        window_close(sender->window);
        pthread_cond_broadcast(&sender->changed);
        wake(sender);
    }
    pthread_mutex_unlock(&sender->mutex);
}

void sender_free(struct sender *sender)
{
    sender_close(sender);
    pthread_join(sender->thread, NULL);
    free_parts(sender);
}
