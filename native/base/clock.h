#ifndef OG_CLOCK_H
#define OG_CLOCK_H

#include <pthread.h>
#include <stdint.h>

/* Milliseconds on a clock that doesn't go back; only differences mean something. */
int64_t og_clock_ms(void);

/* A condition whose timed waits are by that clock. */
void og_clock_condition_init(pthread_cond_t *condition);

/* Waits until the condition is signalled, or og_clock_ms() says 'deadline'; may wake early, as conditions do. */
void og_clock_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t deadline);

#endif
