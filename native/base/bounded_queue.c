#include "bounded_queue.h"

#include <stdlib.h>

#include "clock.h"

bool bounded_queue_init(struct bounded_queue *queue, size_t max_bytes)
{
    *queue = (struct bounded_queue){.max_bytes = max_bytes};
    queue->ring = calloc(BOUNDED_QUEUE_ITEMS, sizeof *queue->ring);
    pthread_mutex_init(&queue->mutex, NULL);
    clock_condition_init(&queue->changed);
    return queue->ring != NULL;
}

static bool has_room(const struct bounded_queue *queue, size_t size)
{
    size_t room = queue->max_bytes > queue->bytes ? queue->max_bytes - queue->bytes : 0;
    return queue->count == 0 || (queue->count < BOUNDED_QUEUE_ITEMS && size <= room);
}

/* With the mutex. Waits for a change; gives whether there is time left. */
static bool wait_for_change(struct bounded_queue *queue, int64_t deadline)
{
    if (clock_ms() >= deadline) {
        return false;
    }
    clock_condition_wait(&queue->changed, &queue->mutex, deadline);
    return true;
}

enum bounded_queue_result bounded_queue_put(struct bounded_queue *queue, void *item, size_t size, int64_t timeout_ms)
{
    int64_t deadline = clock_ms() + timeout_ms;
    enum bounded_queue_result result = BOUNDED_QUEUE_DONE;
    pthread_mutex_lock(&queue->mutex);
    while (!queue->closed && !has_room(queue, size) && result == BOUNDED_QUEUE_DONE) {
        result = wait_for_change(queue, deadline) ? BOUNDED_QUEUE_DONE : BOUNDED_QUEUE_TIMED_OUT;
    }
    if (queue->closed) {
        result = BOUNDED_QUEUE_CLOSED;
    } else if (result == BOUNDED_QUEUE_DONE) {
        size_t end = (queue->first + queue->count) % BOUNDED_QUEUE_ITEMS;
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
static void *take_first(struct bounded_queue *queue)
{
    void *item = queue->ring[queue->first].item;
    queue->bytes -= queue->ring[queue->first].size;
    queue->first = (queue->first + 1) % BOUNDED_QUEUE_ITEMS;
    queue->count--;
    return item;
}

enum bounded_queue_result bounded_queue_take(struct bounded_queue *queue, void **item, int64_t timeout_ms)
{
    int64_t deadline = clock_ms() + timeout_ms;
    enum bounded_queue_result result = BOUNDED_QUEUE_DONE;
    pthread_mutex_lock(&queue->mutex);
    while (!queue->closed && queue->count == 0 && result == BOUNDED_QUEUE_DONE) {
        result = wait_for_change(queue, deadline) ? BOUNDED_QUEUE_DONE : BOUNDED_QUEUE_TIMED_OUT;
    }
    if (queue->closed) {
        result = BOUNDED_QUEUE_CLOSED;
    } else if (queue->count > 0) {
        result = BOUNDED_QUEUE_DONE;
        *item = take_first(queue);
        pthread_cond_broadcast(&queue->changed);
    }
    pthread_mutex_unlock(&queue->mutex);
    return result;
}

void bounded_queue_close(struct bounded_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}

void bounded_queue_destroy(struct bounded_queue *queue, void (*release)(void *item))
{
    while (queue->count > 0) {
        release(take_first(queue));
    }
    free(queue->ring);
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->mutex);
}
