/* A queue between two threads, bounded in items and bytes; one larger item passes alone. Closing wakes both. */
#ifndef OUTRIGGER_MAILBOX_H
#define OUTRIGGER_MAILBOX_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAILBOX_ITEMS = 8 * 8192 };

enum mailbox_result { MAILBOX_DONE, MAILBOX_TIMED_OUT, MAILBOX_CLOSED };

struct mailbox {
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
bool mailbox_init(struct mailbox *mailbox, size_t max_bytes);

enum mailbox_result mailbox_put(struct mailbox *mailbox, void *item, size_t size, int64_t timeout_ms);

/* A closed mailbox gives what is in it no more. */
enum mailbox_result mailbox_take(struct mailbox *mailbox, void **item, int64_t timeout_ms);

void mailbox_close(struct mailbox *mailbox);

/* Nobody may use it any more. What is left in it goes to 'release'. */
void mailbox_destroy(struct mailbox *mailbox, void (*release)(void *item));

#endif
