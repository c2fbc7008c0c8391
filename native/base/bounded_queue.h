/* A queue between two threads, bounded in items and bytes; one larger item passes alone. Closing wakes both. */
#ifndef OUTRIGGER_BOUNDED_QUEUE_H
#define OUTRIGGER_BOUNDED_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BOUNDED_QUEUE_ITEMS = 8 * 8192 };

enum bounded_queue_result { BOUNDED_QUEUE_DONE, BOUNDED_QUEUE_TIMED_OUT, BOUNDED_QUEUE_CLOSED };

struct bounded_queue {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct {
        void *item;
        size_t size;
    } * ring;
    size_t first, count;
    size_t bytes, max_bytes;
    bool closed;
};

/* Gives whether there was memory. */
bool bounded_queue_init(struct bounded_queue *queue, size_t max_bytes);

enum bounded_queue_result bounded_queue_put(struct bounded_queue *queue, void *item, size_t size, int64_t timeout_ms);

/* A closed queue gives no more items. */
enum bounded_queue_result bounded_queue_take(struct bounded_queue *queue, void **item, int64_t timeout_ms);

void bounded_queue_close(struct bounded_queue *queue);

/* Nobody may use it any more. What is left in it goes to 'release'. */
void bounded_queue_destroy(struct bounded_queue *queue, void (*release)(void *item));

#endif
