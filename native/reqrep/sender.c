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
        id = (uint32_t) og_clock_ms();
    }
    return id & OG_REQUEST_ID_MASK;
}

static void free_parts(struct og_sender *sender)
{
    og_connection_close(&sender->connection);
    if (sender->wake >= 0) {
        close(sender->wake);
    }
    if (sender->window != NULL) {
        og_window_free(sender->window);
    }
    pthread_cond_destroy(&sender->changed);
    pthread_mutex_destroy(&sender->mutex);
    free(sender->url);
    free(sender);
}

static bool open_parts(struct og_sender *sender, const struct og_sender_settings *settings, char *problem, size_t size)
{
    sender->url = strdup(settings->url);
    sender->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    sender->settings.window.create_id = random_id();
    sender->settings.window.first_id = sender->settings.window.create_id + 1;
    sender->settings.window.release = free;
    sender->window = og_window_new(&sender->settings.window);
    if (sender->url == NULL || sender->wake < 0 || sender->window == NULL) {
        snprintf(problem, size, "there is no memory or file descriptor left");
        return false;
    }
    if (!og_connection_open(&sender->connection, sender->url)) {
        snprintf(problem, size, "%s can't be connected to: %s", settings->url, og_nano_problem());
        return false;
    }
    return true;
}

struct og_sender *og_sender_open(const struct og_sender_settings *settings, char *problem, size_t problem_size)
{
    struct og_sender *sender = calloc(1, sizeof *sender);
    if (sender == NULL) {
        snprintf(problem, problem_size, "there is no memory left");
        return NULL;
    }
    sender->settings = *settings;
    sender->connection = OG_CONNECTION_NONE;
    sender->wake = -1;
    sender->happened = OG_SENDER_DISCONNECTED;
    sender->absent_since = sender->disconnected_since = og_clock_ms();
    pthread_mutex_init(&sender->mutex, NULL);
    og_clock_condition_init(&sender->changed);
    if (!open_parts(sender, settings, problem, problem_size)) {
        free_parts(sender);
        return NULL;
    }
    int error = pthread_create(&sender->thread, NULL, og_sender_run, sender);
    if (error != 0) {
        snprintf(problem, problem_size, "no thread can be made: %s", strerror(error));
        free_parts(sender);
        return NULL;
    }
    return sender;
}

/* With the mutex. Whether there has been no peer for that long. */
static bool nobody_there(const struct og_sender *sender, int64_t absence_ms)
{
    return sender->absent_since != 0 && og_clock_ms() - sender->absent_since >= absence_ms;
}

enum og_sender_result og_sender_offer(struct og_sender *sender, struct og_outgoing *packet, int64_t absence_ms)
{
    enum og_sender_result result = OG_SENDER_TAKEN;
    pthread_mutex_lock(&sender->mutex);
    while (result == OG_SENDER_TAKEN && !sender->closed && !og_window_offer(sender->window, packet, packet->size)) {
        if (nobody_there(sender, absence_ms)) {
            result = OG_SENDER_NOBODY_THERE;
        } else if (sender->refuses_when_full) {
            result = OG_SENDER_IS_FULL;
        } else {
            og_clock_condition_wait(&sender->changed, &sender->mutex, og_clock_ms() + OG_CONNECTION_CHECK_MS);
        }
    }
    if (sender->closed) {
        result = OG_SENDER_IS_CLOSED;
    } else if (result == OG_SENDER_TAKEN) {
        og_sender_pump(sender);
    }
    pthread_mutex_unlock(&sender->mutex);
    if (result != OG_SENDER_TAKEN) {
        free(packet);
    }
    return result;
}

void og_sender_undelivered(struct og_sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    og_window_undelivered(sender->window);
    pthread_mutex_unlock(&sender->mutex);
}

void og_sender_set_blocking(struct og_sender *sender, bool blocks)
{
    pthread_mutex_lock(&sender->mutex);
    sender->refuses_when_full = !blocks;
    pthread_cond_broadcast(&sender->changed);
    pthread_mutex_unlock(&sender->mutex);
}

static void give_window(
    struct og_sender *sender, struct og_outgoing *packet, void (*give)(struct og_window *, void *packet, size_t size))
{
    pthread_mutex_lock(&sender->mutex);
    give(sender->window, packet, packet->size);
    og_sender_pump(sender);
    pthread_mutex_unlock(&sender->mutex);
}

void og_sender_create(struct og_sender *sender, struct og_outgoing *packet)
{
    give_window(sender, packet, og_window_create);
}

void og_sender_destroy(struct og_sender *sender, struct og_outgoing *packet)
{
    give_window(sender, packet, og_window_destroy);
}

void og_sender_accepted(struct og_sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    og_window_accepted(sender->window);
    og_sender_pump(sender);
    pthread_mutex_unlock(&sender->mutex);
}

void og_sender_create_requested(struct og_sender *sender, uint64_t gateway)
{
    pthread_mutex_lock(&sender->mutex);
    sender->requested_by = gateway;
    pthread_mutex_unlock(&sender->mutex);
    og_sender_wake(sender);
}

/* With the mutex. */
static unsigned holding(const struct og_sender *sender)
{
    unsigned events = sender->happened;
    if (og_window_counts(sender->window).pending == 0) {
        events |= OG_SENDER_EMPTY;
    }
    return sender->closed ? OG_SENDER_CLOSED : events;
}

unsigned og_sender_await(struct og_sender *sender, unsigned events, int64_t timeout_ms)
{
    int64_t deadline = og_clock_ms() + timeout_ms;
    pthread_mutex_lock(&sender->mutex);
    unsigned held;
    while ((held = holding(sender) & (events | OG_SENDER_CLOSED)) == 0 && og_clock_ms() < deadline) {
        og_clock_condition_wait(&sender->changed, &sender->mutex, deadline);
    }
    pthread_mutex_unlock(&sender->mutex);
    return held;
}

int64_t og_sender_disconnected_ms(struct og_sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    int64_t since = sender->disconnected_since;
    pthread_mutex_unlock(&sender->mutex);
    return since == 0 ? 0 : og_clock_ms() - since;
}

struct og_window_counts og_sender_counts(struct og_sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    struct og_window_counts counts = og_window_counts(sender->window);
    pthread_mutex_unlock(&sender->mutex);
    return counts;
}

void og_sender_close(struct og_sender *sender)
{
    pthread_mutex_lock(&sender->mutex);
    bool first = !sender->closed;
    sender->closed = true;
    if (first) {
        og_window_close(sender->window);
        pthread_cond_broadcast(&sender->changed);
        og_sender_wake(sender);
    }
    pthread_mutex_unlock(&sender->mutex);
}

void og_sender_free(struct og_sender *sender)
{
    og_sender_close(sender);
    pthread_join(sender->thread, NULL);
    free_parts(sender);
}
