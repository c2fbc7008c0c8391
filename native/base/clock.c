#include "clock.h"

#include <time.h>

int64_t og_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void og_clock_condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

void og_clock_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t deadline)
{
    /* A millisecond more: og_clock_ms() rounds down, and a wait that ends just before its deadline would spin. */
    struct timespec at
        = {.tv_sec = (time_t) ((deadline + 1) / 1000), .tv_nsec = (long) ((deadline + 1) % 1000) * 1000000};
    pthread_cond_timedwait(condition, mutex, &at);
}
