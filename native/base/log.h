/* Lines on stderr, whole even when several threads write. */
#ifndef OG_LOG_H
#define OG_LOG_H

#include <pthread.h>
#include <stdint.h>

/* What each line begins with: who speaks. The text must live on. */
void og_log_name(const char *name);

__attribute__((format(printf, 1, 2))) void og_log_line(const char *format, ...);

/* Writes one line a second at most, and then how many it left out. */
struct og_bounded_log {
    pthread_mutex_t mutex;
    int64_t last_ms;
    uint64_t count; /* of all lines, written or not */
    uint64_t left_out;
};

void og_bounded_log_init(struct og_bounded_log *log);

__attribute__((format(printf, 2, 3))) void og_bounded_log_line(struct og_bounded_log *log, const char *format, ...);

/* How many lines it was given. */
uint64_t og_bounded_log_count(struct og_bounded_log *log);

void og_bounded_log_destroy(struct og_bounded_log *log);

#endif
