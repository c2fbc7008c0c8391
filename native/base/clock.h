#ifndef OUTRIGGER_CLOCK_H
#define OUTRIGGER_CLOCK_H

#include <pthread.h>
#include <stdint.h>

/* Milliseconds on a clock that doesn't go back; only differences mean something. */
int64_t clock_ms(void);

/* A condition whose timed waits are by that clock. */
void clock_condition_init(pthread_cond_t *condition);

/* Waits until the condition is signalled, or clock_ms() says 'deadline'; may wake early, as conditions do. */
void clock_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t deadline);

#endif
