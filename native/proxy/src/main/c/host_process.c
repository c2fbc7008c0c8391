#include "host_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log.h"

enum { UNTIL_KILLED_MS = 2000 };

extern char **environ;

/* This process's environment, and that the host was forked. To be freed; NULL without memory. */
static char **environment(void)
{
    static char forked[] = "OUTRIGGER_FORKED=1";
    size_t count = 0;
    while (environ[count] != NULL) {
        count++;
    }
    char **copy = calloc(count + 2, sizeof *copy);
    if (copy != NULL) {
        size_t used = 0;
        for (size_t i = 0; i < count; i++) {
            if (strncmp(environ[i], "OUTRIGGER_FORKED=", strlen("OUTRIGGER_FORKED=")) != 0) {
                copy[used++] = environ[i];
            }
        }
        copy[used] = forked;
    }
    return copy;
}

static void describe(int status, char *how, size_t how_size)
{
    if (WIFSIGNALED(status)) {
        snprintf(how, how_size, "was ended by signal %d", WTERMSIG(status));
    } else {
        snprintf(how, how_size, "ended with exit status %d", WEXITSTATUS(status));
    }
}

static void log_end(pid_t pid, int status)
{
    char how[64];
    describe(status, how, sizeof how);
    og_log_line("process %d %s", (int) pid, how);
}

static void *watch(void *argument)
{
    struct og_host_process *process = argument;
    int status = 0;
    while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR) { }
    pthread_mutex_lock(&process->mutex);
    process->ended = true;
    process->status = status;
    bool wanted = process->stopping;
    pthread_cond_broadcast(&process->ended_condition);
    pthread_mutex_unlock(&process->mutex);
    if (!wanted) {
        log_end(process->pid, status);
    }
    return NULL;
}

/* The child gets signals as a fresh program would, whatever its parent blocks or ignores. */
static int spawn(pid_t *pid, const char *program, const char *argument)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGTERM);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGCHLD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawn_file_actions_init(&files);
    char *arguments[] = {(char *) program, (char *) argument, NULL};
    char **variables = environment();
    int error = variables == NULL ? ENOMEM : 0;
    error = error != 0 ? error : posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    error = error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    error = error != 0 ? error : posix_spawnp(pid, program, &files, &attributes, arguments, variables);
    free(variables);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error;
}

static void free_parts(struct og_host_process *process)
{
    pthread_cond_destroy(&process->ended_condition);
    pthread_mutex_destroy(&process->mutex);
    process->pid = 0;
}

bool og_host_process_start(
    struct og_host_process *process, const char *program, const char *argument, char *problem, size_t problem_size)
{
    *process = (struct og_host_process){0};
    pthread_mutex_init(&process->mutex, NULL);
    og_clock_condition_init(&process->ended_condition);
    int error = spawn(&process->pid, program, argument);
    if (error == 0) {
        error = pthread_create(&process->watcher, NULL, watch, process);
        if (error != 0) {
            kill(process->pid, SIGKILL);
            waitpid(process->pid, NULL, 0);
        }
    }
    if (error != 0) {
        snprintf(problem, problem_size, "the host '%s' (fork.host.path) can't be run: %s", program, strerror(error));
        free_parts(process);
        return false;
    }
    og_log_line("runs %s %s as process %d", program, argument, (int) process->pid);
    return true;
}

bool og_host_process_ended(struct og_host_process *process, char *how, size_t how_size)
{
    pthread_mutex_lock(&process->mutex);
    bool ended = process->ended;
    if (ended) {
        describe(process->status, how, how_size);
    }
    pthread_mutex_unlock(&process->mutex);
    return ended;
}

static bool await_end(struct og_host_process *process, int64_t timeout_ms)
{
    int64_t deadline = og_clock_ms() + timeout_ms;
    pthread_mutex_lock(&process->mutex);
    while (!process->ended && og_clock_ms() < deadline) {
        og_clock_condition_wait(&process->ended_condition, &process->mutex, deadline);
    }
    bool ended = process->ended;
    pthread_mutex_unlock(&process->mutex);
    return ended;
}

void og_host_process_stop(struct og_host_process *process, int64_t grace_period_ms)
{
    if (process->pid == 0) {
        return;
    }
    pthread_mutex_lock(&process->mutex);
    process->stopping = true;
    pthread_mutex_unlock(&process->mutex);
    if (!await_end(process, grace_period_ms)) {
        og_log_line("process %d still runs, SIGTERM", (int) process->pid);
        kill(process->pid, SIGTERM);
        if (!await_end(process, UNTIL_KILLED_MS)) {
            og_log_line("process %d still runs, SIGKILL", (int) process->pid);
            kill(process->pid, SIGKILL);
        }
    }
    pthread_join(process->watcher, NULL);
    log_end(process->pid, process->status);
    free_parts(process);
}
