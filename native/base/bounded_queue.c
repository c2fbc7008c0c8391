#include "bounded_queue.h"

#include <stdlib.h>

#include "clock.h"

bool og_bounded_queue_init(struct og_bounded_queue *queue, size_t max_bytes)
{
    *queue = (struct og_bounded_queue){.max_bytes = max_bytes};
    queue->ring = calloc(OG_BOUNDED_QUEUE_ITEMS, sizeof *queue->ring);
    pthread_mutex_init(&queue->mutex, NULL);
    og_clock_condition_init(&queue->changed);
    return queue->ring != NULL;
}

static bool has_room(const struct og_bounded_queue *queue, size_t size)
{
    size_t room = queue->max_bytes > queue->bytes ? queue->max_bytes - queue->bytes : 0;
    return queue->count == 0 || (queue->count < OG_BOUNDED_QUEUE_ITEMS && size <= room);
}

/* With the mutex. Waits for a change; gives whether there is time left. */
static bool wait_for_change(struct og_bounded_queue *queue, int64_t deadline)
{
    if (og_clock_ms() >= deadline) {
        return false;
    }
    og_clock_condition_wait(&queue->changed, &queue->mutex, deadline);
    return true;
}

enum og_bounded_queue_result og_bounded_queue_put(
    struct og_bounded_queue *queue, void *item, size_t size, int64_t timeout_ms)
{
    int64_t deadline = og_clock_ms() + timeout_ms;
    enum og_bounded_queue_result result = OG_BOUNDED_QUEUE_DONE;
    pthread_mutex_lock(&queue->mutex);
    while (!queue->closed && !has_room(queue, size) && result == OG_BOUNDED_QUEUE_DONE) {
        result = wait_for_change(queue, deadline) ? OG_BOUNDED_QUEUE_DONE : OG_BOUNDED_QUEUE_TIMED_OUT;
    }
    if (queue->closed) {
        result = OG_BOUNDED_QUEUE_CLOSED;
    } else if (result == OG_BOUNDED_QUEUE_DONE) {
        size_t end = (queue->first + queue->count) % OG_BOUNDED_QUEUE_ITEMS;
        queue->ring[end].item = item;
        queue->ring[end].size = size;
        queue->count++;
        queue->bytes += size;
        if (queue->count == 1) {
            pthread_cond_broadcast(&queue->changed);
        }
    }
    pthread_mutex_unlock(&queue->mutex);
    return result;
}

/* With the mutex. */
static void *take_first(struct og_bounded_queue *queue)
{
    void *item = queue->ring[queue->first].item;
    queue->bytes -= queue->ring[queue->first].size;
    queue->first = (queue->first + 1) % OG_BOUNDED_QUEUE_ITEMS;
    queue->count--;
    return item;
}

enum og_bounded_queue_result og_bounded_queue_take(struct og_bounded_queue *queue, void **item, int64_t timeout_ms)
{
    int64_t deadline = og_clock_ms() + timeout_ms;
    enum og_bounded_queue_result result = OG_BOUNDED_QUEUE_DONE;
    pthread_mutex_lock(&queue->mutex);
    while (!queue->closed && queue->count == 0 && result == OG_BOUNDED_QUEUE_DONE) {
        result = wait_for_change(queue, deadline) ? OG_BOUNDED_QUEUE_DONE : OG_BOUNDED_QUEUE_TIMED_OUT;
    }
    if (queue->closed) {
        result = OG_BOUNDED_QUEUE_CLOSED;
    } else if (queue->count > 0) {
        result = OG_BOUNDED_QUEUE_DONE;
        *item = take_first(queue);
        pthread_cond_broadcast(&queue->changed);
    }
    pthread_mutex_unlock(&queue->mutex);
    return result;
}

void og_bounded_queue_close(struct og_bounded_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}

void og_bounded_queue_destroy(struct og_bounded_queue *queue, void (*release)(void *item))
{
    while (queue->count > 0) {
        release(take_first(queue));
    }
    free(queue->ring);
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->mutex);
}
