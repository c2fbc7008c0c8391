/* Programs for outrigger-launch to run, by name: what a shell can't be made to do, or not for sure. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what)
{
    char line[64];
    int size = snprintf(line, sizeof line, "%s %d\n", what, (int) getpid());
    if (write(STDOUT_FILENO, line, (size_t) size) != size) {
        _exit(99);
    }
}

static void stay(void)
{
    for (;;) {
        pause();
    }
}

static void be_stubborn(void)
{
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
}

/* A process in a session of its own, whose parent is gone, and whose name looks like more of /proc/PID/stat. */
static void escape(void)
{
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            be_stubborn();
            prctl(PR_SET_NAME, ") S 1 (x) 7");
            say("escaped");
            stay();
        }
        _exit(0);
    }
    stay();
}

static void *stay_in_thread(void *unused)
{
    (void) unused;
    say("headless");
    stay();
    return NULL;
}

/* A process whose first thread has ended. */
static void lose_first_thread(void)
{
    if (fork() == 0) {
        pthread_t thread;
        pthread_create(&thread, NULL, stay_in_thread, NULL);
        pthread_exit(NULL);
    }
    stay();
}

enum { RUN_SECONDS = 20 };

/* Never there for long: each process starts the next one, in a session of its own, and ends. */
static void run_away(void)
{
    time_t end = time(NULL) + RUN_SECONDS; /* should a test fail */
    say("runs");
    while (time(NULL) < end) {
        pid_t pid = fork();
        if (pid > 0) {
            _exit(0);
        }
        if (pid == 0) {
            setsid();
        }
    }
}

static void on_signal(int number)
{
    char line[64];
    while (wait(NULL) > 0) { }
    int size = snprintf(line, sizeof line, "signal %d\n", number);
    _exit(write(STDOUT_FILENO, line, (size_t) size) == size ? 40 : 99);
}

/* Two processes of one group, both of which tell the signal that ends them, the parent last. */
static void be_two(void)
{
    signal(SIGTERM, on_signal);
    signal(SIGQUIT, on_signal);
    pid_t child = fork();
    say(child == 0 ? "child" : "parent");
    stay();
}

static void watch_stdin(void)
{
    char bytes[16];
    be_stubborn();
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    say(poll(&in, 1, 0) == 0 ? "silent" : "loud");
    say(read(STDIN_FILENO, bytes, sizeof bytes) == 0 ? "ended" : "read");
    _exit(41);
}

/* A program with more rights than who ran it. */
static void be_root(void)
{
    if (setuid(0) < 0) {
        _exit(99);
    }
    say("root");
    stay();
}

/* Numbered lines on the status stream, without end. */
static void flood(void)
{
    char line[64];
    for (unsigned long i = 0;; i++) {
        int size = snprintf(line, sizeof line, "HANG %lu\n", i);
        if (write(3, line, (size_t) size) != size) {
            _exit(99);
        }
        if (i == 1000) {
            say("floods");
        }
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } programs[] = {{"stay", stay}, {"escape", escape}, {"headless", lose_first_thread}, {"run-away", run_away},
        {"two", be_two}, {"stdin", watch_stdin}, {"root", be_root}, {"flood", flood}};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        if (argc == 2 && strcmp(argv[1], programs[i].name) == 0) {
            programs[i].run();
        }
    }
    return 98;
}
