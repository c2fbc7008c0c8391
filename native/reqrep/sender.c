#include "sender.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "nano.h"
#include "sender_state.h"
#include "wire/request_id.h"

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
    int error = pthread_create(&sender->thread, NULL, sender_run, sender);
    if (error != 0) {
        snprintf(problem, problem_size, "no thread can be made: %s", strerror(error));
        free_parts(sender);
        return NULL;
    }
    return sender;
}

/* With the mutex. Whether there has been no peer for that long. */
static bool nobody_there(const struct sender *sender, int64_t absence_ms)
{
    return sender->absent_since != 0 && clock_ms() - sender->absent_since >= absence_ms;
}

enum sender_result sender_offer(struct sender *sender, struct outgoing *packet, int64_t absence_ms)
{
    enum sender_result result = SENDER_TAKEN;
    pthread_mutex_lock(&sender->mutex);
    while (result == SENDER_TAKEN && !sender->closed && !window_offer(sender->window, packet, packet->size)) {
        if (nobody_there(sender, absence_ms)) {
            result = SENDER_NOBODY_THERE;
        } else if (sender->refuses_when_full) {
            result = SENDER_IS_FULL;
        } else {
            clock_condition_wait(&sender->changed, &sender->mutex, clock_ms() + CONNECTION_CHECK_MS);
        }
    }
    if (sender->closed) {
        result = SENDER_IS_CLOSED;
    } else if (result == SENDER_TAKEN) {
        sender_pump(sender);
    }
    pthread_mutex_unlock(&sender->mutex);
    if (result != SENDER_TAKEN) {
        free(packet);
    }
    return result;
}

void sender_set_blocking(struct sender *sender, bool blocks)
{
    pthread_mutex_lock(&sender->mutex);
    sender->refuses_when_full = !blocks;
    pthread_cond_broadcast(&sender->changed);
    pthread_mutex_unlock(&sender->mutex);
}

static void give_window(
    struct sender *sender, struct outgoing *packet, void (*give)(struct window *, void *packet, size_t size))
{
    pthread_mutex_lock(&sender->mutex);
    give(sender->window, packet, packet->size);
    sender_pump(sender);
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
    sender_pump(sender);
    pthread_mutex_unlock(&sender->mutex);
}

void sender_create_requested(struct sender *sender, uint64_t gateway)
{
    pthread_mutex_lock(&sender->mutex);
    sender->requested_by = gateway;
    pthread_mutex_unlock(&sender->mutex);
    sender_wake(sender);
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
        sender_wake(sender);
    }
    pthread_mutex_unlock(&sender->mutex);
}

void sender_free(struct sender *sender)
{
    sender_close(sender);
    pthread_join(sender->thread, NULL);
    free_parts(sender);
}
