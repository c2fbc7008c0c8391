#include "log.h"

#include <stdarg.h>
#include <stdio.h>

#include "clock.h"

enum { LINE_BYTES = 2048, INTERVAL_MS = 1000 };

static _Atomic(const char *) name = "outrigger";

void og_log_name(const char *who)
{
    name = who;
}

__attribute__((format(printf, 2, 0))) static void write_line(const char *end, const char *format, va_list arguments)
{
    char line[LINE_BYTES];
    vsnprintf(line, sizeof line, format, arguments);
    fprintf(stderr, "%s: %s%s\n", name, line, end);
}

void og_log_line(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line("", format, arguments);
    va_end(arguments);
}

void og_bounded_log_init(struct og_bounded_log *log)
{
    *log = (struct og_bounded_log){.last_ms = og_clock_ms() - INTERVAL_MS};
    pthread_mutex_init(&log->mutex, NULL);
}

void og_bounded_log_line(struct og_bounded_log *log, const char *format, ...)
{
    char more[64] = "";
    pthread_mutex_lock(&log->mutex);
    int64_t now = og_clock_ms();
    log->count++;
    int due = now - log->last_ms >= INTERVAL_MS;
    if (due) {
        if (log->left_out > 0) {
            snprintf(more, sizeof more, " (and %llu more like it)", (unsigned long long) log->left_out);
        }
        log->last_ms = now;
        log->left_out = 0;
    } else {
        log->left_out++;
    }
    pthread_mutex_unlock(&log->mutex);
    if (due) {
        va_list arguments;
        va_start(arguments, format);
        write_line(more, format, arguments);
        va_end(arguments);
    }
}

uint64_t og_bounded_log_count(struct og_bounded_log *log)
{
    pthread_mutex_lock(&log->mutex);
    uint64_t count = log->count;
    pthread_mutex_unlock(&log->mutex);
    return count;
}

void og_bounded_log_destroy(struct og_bounded_log *log)
{
    pthread_mutex_destroy(&log->mutex);
}
