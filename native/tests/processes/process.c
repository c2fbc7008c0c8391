#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "check.h"

extern char **environ;

enum { POLL_MS = 10 };

static void pause_shortly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000}, NULL);
}

void process_start(struct process *process, const char *directory, const char *name, char *const arguments[])
{
    int in[2];
    int out[2];
    memset(process, 0, sizeof *process);
    snprintf(process->log, sizeof process->log, "%s/%s.log", directory, name);
    CHECK(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0, "pipe: %s", strerror(errno));
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, process->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    int error = posix_spawn(&process->pid, arguments[0], &files, NULL, arguments, environ);
    CHECK(error == 0, "%s: %s", arguments[0], strerror(error));
    posix_spawn_file_actions_destroy(&files);
    close(in[0]);
    close(out[1]);
    process->in = in[1];
    process->out = out[0];
}

void process_tell(struct process *process, const char *format, ...)
{
    char line[PROCESS_LINE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    line[length++] = '\n';
    CHECK(write(process->in, line, (size_t) length) == length, "%s does not read", process->log);
}

/* Takes a line from the buffer. */
static bool take_line(struct process *process)
{
    char *end = memchr(process->buffer, '\n', process->buffered);
    if (end == NULL) {
        return false;
    }
    size_t size = (size_t) (end - process->buffer);
    memcpy(process->line, process->buffer, size);
    process->line[size] = '\0';
    process->buffered -= size + 1;
    memmove(process->buffer, end + 1, process->buffered);
    return true;
}

static void read_more(struct process *process, const char *beginning, int64_t deadline)
{
    struct pollfd out = {.fd = process->out, .events = POLLIN};
    int64_t left = deadline - og_clock_ms();
    int ready = poll(&out, 1, left < 0 ? 0 : (int) left);
    CHECK(ready > 0, "%s: no line \"%s...\" came", process->log, beginning);
    ssize_t size = read(process->out, process->buffer + process->buffered, sizeof process->buffer - process->buffered);
    CHECK(size > 0, "%s ended, and no line \"%s...\" came", process->log, beginning);
    process->buffered += (size_t) size;
}

const char *process_await(struct process *process, const char *beginning)
{
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    for (;;) {
        while (take_line(process)) {
            if (strncmp(process->line, beginning, strlen(beginning)) == 0) {
                return process->line;
            }
        }
        read_more(process, beginning, deadline);
    }
}

const char *process_find_log(struct process *process, const char *text)
{
    bool found = false;
    char line[PROCESS_LINE];
    FILE *log = fopen(process->log, "r");
    while (log != NULL && fgets(line, sizeof line, log) != NULL) {
        if (strstr(line, text) != NULL) {
            memcpy(process->line, line, sizeof line);
            found = true;
        }
    }
    if (log != NULL) {
        fclose(log);
    }
    return found ? process->line : NULL;
}

void process_await_log(struct process *process, const char *text)
{
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    while (process_find_log(process, text) == NULL) {
        CHECK(og_clock_ms() < deadline, "%s: no line with \"%s\"", process->log, text);
        pause_shortly();
    }
}

void process_signal(struct process *process, int number)
{
    CHECK(kill(process->pid, number) == 0, "kill: %s", strerror(errno));
}

int process_await_end(struct process *process)
{
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    int status = 0;
    while (waitpid(process->pid, &status, WNOHANG) == 0) {
        if (og_clock_ms() >= deadline) {
            kill(process->pid, SIGABRT);
            CHECK(false, "%s: process %d does not end", process->log, (int) process->pid);
        }
        pause_shortly();
    }
    process->ended = true;
    close(process->in);
    close(process->out);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

long process_memory(const struct process *process)
{
    char path[64];
    char line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int) process->pid);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        sscanf(line, "VmRSS: %ld", &kib);
    }
    if (file != NULL) {
        fclose(file);
    }
    return kib;
}
