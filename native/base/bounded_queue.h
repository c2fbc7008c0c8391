/* A queue between two threads, bounded in items and bytes; one larger item passes alone. Closing wakes both. */
#ifndef OG_BOUNDED_QUEUE_H
#define OG_BOUNDED_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OG_BOUNDED_QUEUE_ITEMS = 8 * 8192 };

enum og_bounded_queue_result { OG_BOUNDED_QUEUE_DONE, OG_BOUNDED_QUEUE_TIMED_OUT, OG_BOUNDED_QUEUE_CLOSED };

struct og_bounded_queue {
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
bool og_bounded_queue_init(struct og_bounded_queue *queue, size_t max_bytes);

enum og_bounded_queue_result og_bounded_queue_put(
    struct og_bounded_queue *queue, void *item, size_t size, int64_t timeout_ms);

/* A closed queue gives no more items. */
enum og_bounded_queue_result og_bounded_queue_take(struct og_bounded_queue *queue, void **item, int64_t timeout_ms);

void og_bounded_queue_close(struct og_bounded_queue *queue);

/* Nobody may use it any more. What is left in it goes to 'release'. */
void og_bounded_queue_destroy(struct og_bounded_queue *queue, void (*release)(void *item));

#endif
