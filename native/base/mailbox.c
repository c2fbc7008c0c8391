#include "mailbox.h"

#include <stdlib.h>

#include "clock.h"

bool mailbox_init(struct mailbox *mailbox, size_t max_bytes)
{
    *mailbox = (struct mailbox){.max_bytes = max_bytes};
    mailbox->ring = calloc(MAILBOX_ITEMS, sizeof *mailbox->ring);
    pthread_mutex_init(&mailbox->mutex, NULL);
    clock_condition_init(&mailbox->changed);
    return mailbox->ring != NULL;
}

static bool has_room(const struct mailbox *mailbox, size_t size)
{
    size_t room = mailbox->max_bytes > mailbox->bytes ? mailbox->max_bytes - mailbox->bytes : 0;
    return mailbox->count == 0 || (mailbox->count < MAILBOX_ITEMS && size <= room);
}

/* With the mutex. Waits for a change; gives whether there is time left. */
static bool wait_for_change(struct mailbox *mailbox, int64_t deadline)
{
    if (clock_ms() >= deadline) {
        return false;
    }
    clock_condition_wait(&mailbox->changed, &mailbox->mutex, deadline);
    return true;
}

enum mailbox_result mailbox_put(struct mailbox *mailbox, void *item, size_t size, int64_t timeout_ms)
{
    int64_t deadline = clock_ms() + timeout_ms;
    enum mailbox_result result = MAILBOX_DONE;
    pthread_mutex_lock(&mailbox->mutex);
    while (!mailbox->closed && !has_room(mailbox, size) && result == MAILBOX_DONE) {
        result = wait_for_change(mailbox, deadline) ? MAILBOX_DONE : MAILBOX_TIMED_OUT;
    }
    if (mailbox->closed) {
        result = MAILBOX_CLOSED;
    } else if (result == MAILBOX_DONE) {
        size_t end = (mailbox->first + mailbox->count) % MAILBOX_ITEMS;
        mailbox->ring[end].item = item;
        mailbox->ring[end].size = size;
        mailbox->count++;
        mailbox->bytes += size;
        if (mailbox->count == 1) {
            pthread_cond_broadcast(&mailbox->changed);
        }
    }
    pthread_mutex_unlock(&mailbox->mutex);
    return result;
}

/* With the mutex. */
static void *take_first(struct mailbox *mailbox)
{
    void *item = mailbox->ring[mailbox->first].item;
    mailbox->bytes -= mailbox->ring[mailbox->first].size;
    mailbox->first = (mailbox->first + 1) % MAILBOX_ITEMS;
    mailbox->count--;
    return item;
}

enum mailbox_result mailbox_take(struct mailbox *mailbox, void **item, int64_t timeout_ms)
{
    int64_t deadline = clock_ms() + timeout_ms;
    enum mailbox_result result = MAILBOX_DONE;
    pthread_mutex_lock(&mailbox->mutex);
    while (!mailbox->closed && mailbox->count == 0 && result == MAILBOX_DONE) {
        result = wait_for_change(mailbox, deadline) ? MAILBOX_DONE : MAILBOX_TIMED_OUT;
    }
    if (mailbox->closed) {
        result = MAILBOX_CLOSED;
    } else if (mailbox->count > 0) {
        result = MAILBOX_DONE;
        *item = take_first(mailbox);
        pthread_cond_broadcast(&mailbox->changed);
    }
    pthread_mutex_unlock(&mailbox->mutex);
    return result;
}

void mailbox_close(struct mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->mutex);
    mailbox->closed = true;
    pthread_cond_broadcast(&mailbox->changed);
    pthread_mutex_unlock(&mailbox->mutex);
}

void mailbox_destroy(struct mailbox *mailbox, void (*release)(void *item))
{
    while (mailbox->count > 0) {
        release(take_first(mailbox));
    }
    free(mailbox->ring);
    pthread_cond_destroy(&mailbox->changed);
    pthread_mutex_destroy(&mailbox->mutex);
}
