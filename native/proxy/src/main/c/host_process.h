/* A module host as a child process. Used by one thread; a thread of its own waits for its end. */
#ifndef OG_HOST_PROCESS_H
#define OG_HOST_PROCESS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct og_host_process {
    pid_t pid; /* 0: it was never started */
    pthread_t watcher;
    pthread_mutex_t mutex;
    pthread_cond_t ended_condition;
    bool stopping; /* its end is wanted */
    bool ended;
    int status; /* as waitpid gave it, once ended */
};

/*
 * Runs the program with its one argument. It has this process's output, no input, none of its other descriptors, and
 * OUTRIGGER_FORKED=1 in its environment. False, and why, if it can't be run.
 */
bool og_host_process_start(
    struct og_host_process *process, const char *program, const char *argument, char *problem, size_t problem_size);

/* Whether it has ended; if so, how, in words. */
bool og_host_process_ended(struct og_host_process *process, char *how, size_t how_size);

/* Waits so long for it to end, then SIGTERM, then SIGKILL; and frees what is kept of it. */
void og_host_process_stop(struct og_host_process *process, int64_t grace_period_ms);

#endif
