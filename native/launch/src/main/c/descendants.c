#include "descendants.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"

enum { TABLE = 1024, TIMEOUT_MS = 2000, PAUSE_MS = 10 };

/* Those that one pass has found. What finds no place is the next pass's: its parents are killed, so it is our child. */
struct table {
    size_t count;
    pid_t pids[TABLE];
};

struct process {
    pid_t parent;
    bool alive; /* and no zombie that waits to be reaped */
};

static bool contains(const struct table *table, pid_t pid)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->pids[i] == pid) {
            return true;
        }
    }
    return false;
}

/* The process's name, in parentheses, may contain anything, so its end is the last one. */
static bool read_process(int folder, const char *pid, struct process *process)
{
    char path[32];
    char text[1024];
    char state;
    int parent;
    int threads;
    snprintf(path, sizeof path, "%.15s/stat", pid);
    int file = openat(folder, path, O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0) {
        close(file);
    }
    text[size < 0 ? 0 : size] = '\0';
    const char *end = strrchr(text, ')');
    if (end == NULL
        || sscanf(end + 1, " %c %d %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %d", &state, &parent,
               &threads)
            != 3) {
        return false;
    }
    process->parent = parent;
    /* The first thread of a process may end before the others. */
    process->alive = state != 'Z' || threads > 1;
    return true;
}

/* Does it to each descendant while it looks on: children come after their parents in /proc, but for reused numbers. */
static bool find_each(struct table *found, void (*act)(void *owner, pid_t pid, bool alive), void *owner)
{
    DIR *folder = opendir("/proc");
    bool any = false; /* a process at all: an empty folder isn't what was sought */
    const struct dirent *entry;
    while (folder != NULL && found->count < TABLE && (entry = readdir(folder)) != NULL) {
        struct process process;
        if (isdigit((unsigned char) entry->d_name[0]) && read_process(dirfd(folder), entry->d_name, &process)) {
            pid_t pid = (pid_t) strtol(entry->d_name, NULL, 10);
            any = true;
            if (process.parent == getpid() || contains(found, process.parent)) {
                found->pids[found->count++] = pid;
                act(owner, pid, process.alive);
            }
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return any;
}

struct pass {
    const struct table *before; /* what the pass before has killed, and counted */
    const struct og_instance *instance;
    struct og_killed *killed;
};

static void stop(void *owner, pid_t pid, bool alive)
{
    const struct pass *pass = owner;
    kill(pid, SIGSTOP);
    if (alive && pid != pass->instance->pid && !contains(pass->before, pid)) {
        pass->killed->children++;
    }
}

/* First all are stopped: what is killed one by one could go on to start others. */
static void kill_each(struct table *found, struct pass *pass)
{
    found->count = 0;
    if (!find_each(found, stop, pass)) {
        kill(-pass->instance->pid, SIGKILL); /* without /proc: its group */
    }
    for (size_t i = 0; i < found->count; i++) {
        kill(found->pids[i], SIGKILL);
    }
}

static void count(void *owner, pid_t pid, bool alive)
{
    unsigned long *left = owner;
    (void) pid;
    *left += alive;
}

static void await_ends(int child_events)
{
    struct signalfd_siginfo event;
    struct pollfd ends = {.fd = child_events, .events = POLLIN};
    if (poll(&ends, 1, PAUSE_MS) > 0 && read(child_events, &event, sizeof event) < 0) {
        return; /* it is looked at again anyway */
    }
}

void og_descendants_kill(struct og_instance *instance, int child_events, struct og_killed *killed)
{
    static struct table tables[2]; /* by turns: this pass, the one before */
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    tables[0].count = tables[1].count = 0;
    for (unsigned turn = 0; og_instance_reap(instance); turn++) {
        struct table *found = &tables[turn % 2];
        if (og_clock_ms() >= deadline) {
            found->count = 0;
            killed->left = 0;
            find_each(found, count, &killed->left);
            killed->left += killed->left == 0; /* without /proc: there is a child at least */
            return;
        }
        struct pass pass = {.before = &tables[(turn + 1) % 2], .instance = instance, .killed = killed};
        unsigned long before = killed->children;
        kill_each(found, &pass);
        if (killed->children > before) {
            deadline = og_clock_ms() + TIMEOUT_MS; /* there are new ones, which can be killed */
        }
        await_ends(child_events);
    }
}
