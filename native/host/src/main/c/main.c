/* outrigger-native-host CONFIG.json: runs a gateway module in C for a gateway in another process. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/standard_descriptors.h"
#include "host.h"
#include "host_configuration.h"
#include "messages.h"
#include "status_stream.h"

enum {
    EXIT_DESTROYED = 0,
    EXIT_INTERNAL_ERROR = 1,
    EXIT_CONFIGURATION = 2,
    EXIT_MODULE = 3,
    EXIT_ADDRESS = 4,
    EXIT_ORPHANED = 5,
    EXIT_SIGNAL = 128
};

enum { PROBLEM_BYTES = 1024 };

static const char USAGE[]
    = "usage: outrigger-native-host CONFIGURATION.json\n"
      "\n"
      "Runs a gateway module, a shared library that exports Module_GetApi, for a gateway in another process.\n"
      "Keys: listen.url, remote.url, module.path, gateway.library, max.message.bytes, window.messages, window.bytes,\n"
      "      acknowledge.timeout.ms, orphan.timeout.ms, grace.period.ms\n"
      "Exit status: 0 the gateway had the module destroyed, 1 internal error, 2 usage or configuration, 3 the module\n"
      "             could not be loaded or created, 4 an address could not be bound, 5 no gateway for too long,\n"
      "             128 + signal\n";

/* ------------------------------------------------------------------------------------------------ signals */

static struct {
    int arrived[2]; /* a pipe: a byte for each signal that came, its number, and 0 for the end */
    bool managed;   /* by a gateway, through outrigger-launch */
    int64_t grace_ms;
    struct og_host *host;
    int came; /* to be read when the host says that it was stopped */
    enum og_host_session_end end;
    atomic_bool over; /* the host has come to this end */
} signals;

static void note(int number)
{
    int error = errno;
    unsigned char byte = (unsigned char) number;
    ssize_t written = write(signals.arrived[1], &byte, 1);
    (void) written; /* it is full of signals */
    errno = error;
}

static void leave(int number)
{
    (void) number; /* of a write to a connection that has ended, which its error tells, too */
}

/* The next signal, or 0 when none has come in time, or the host has come to its end. */
static int await_signal(int64_t timeout_ms)
{
    struct pollfd arrived = {.fd = signals.arrived[0], .events = POLLIN};
    unsigned char byte = 0;
    int ready;
    do {
        ready = poll(&arrived, 1, (int) timeout_ms);
    } while (ready < 0 && errno == EINTR); /* by a signal: now it is there */
    return ready > 0 && read(signals.arrived[0], &byte, 1) == 1 ? byte : 0;
}

/*
 * A gateway that got the same signal, as all of its group or its service did, has the module destroyed in order, and
 * every message handled. So it is waited for, if there is one that manages this process.
 */
static int await_gateway(int number)
{
    og_status_stream_tell("STOPPING");
    og_log_line("signal %d: goes on until the gateway has the module destroyed, %lld ms at most (grace.period.ms)",
        number, (long long) signals.grace_ms);
    struct pollfd events[] = {{.fd = signals.arrived[0], .events = POLLIN}, {.fd = STDIN_FILENO}};
    int64_t deadline = og_clock_ms() + signals.grace_ms;
    int64_t left = signals.grace_ms;
    while (left > 0 && poll(events, 2, (int) left) < 0 && errno == EINTR) {
        left = deadline - og_clock_ms();
    }
    /* The launcher closes stdin before it sends the gateway's own signal. */
    int second = (events[1].revents & POLLHUP) != 0 ? 0 : await_signal(0);
    return second > 0 ? second : number;
}

/*
 * The first signal stops the host, when its module lets it; the next one ends the process, and so does the deadline.
 * On the main thread, which the kernel gives a process's signals to: so none interrupts a call of the module.
 */
static void handle_signals(void)
{
    int number = await_signal(-1);
    if (!signals.over && signals.managed) {
        number = await_gateway(number);
    }
    if (!signals.over) {
        signals.came = number;
        og_log_line("signal %d: the module is destroyed", number);
        og_host_stop(signals.host);
        int second = await_signal(signals.grace_ms);
        if (second > 0) {
            number = second;
        } else if (!signals.over) {
            og_log_line(
                "the module did not come to its end within %lld ms and is cut off", (long long) signals.grace_ms);
        }
    }
    if (!signals.over) {
        _exit(EXIT_SIGNAL + number);
    }
}

/* By handlers: what is ignored or blocked would be so in all that the module starts, too. */
static bool set_signals(void)
{
    const char *forked = getenv("OUTRIGGER_FORKED");
    struct sigaction noted = {.sa_handler = note, .sa_flags = SA_RESTART};
    struct sigaction left = {.sa_handler = leave, .sa_flags = SA_RESTART};
    if (pipe2(signals.arrived, O_CLOEXEC | O_NONBLOCK) < 0) {
        og_log_line("no pipe can be made: %s", strerror(errno));
        return false;
    }
    sigaction(SIGTERM, &noted, NULL);
    sigaction(SIGPIPE, &left, NULL);
    if (forked != NULL && strcmp(forked, "1") == 0 && !signals.managed) {
        /* Without the launcher a Ctrl-C in a terminal comes here, too. The gateway will have the module destroyed. */
        signal(SIGINT, SIG_IGN);
    } else {
        sigaction(SIGINT, &noted, NULL);
    }
    unsetenv("OUTRIGGER_FORKED");
    return true;
}

/* While the session's threads are made, which take over what is blocked: so their calls are never interrupted. */
static void block_signals(int how)
{
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGINT);
    pthread_sigmask(how, &handled, NULL);
}

/* ----------------------------------------------------------------------------------------------- the life */

static int exit_code(enum og_host_session_end end)
{
    switch (end) {
    case OG_HOST_SESSION_DESTROYED:
        return EXIT_DESTROYED;
    case OG_HOST_SESSION_CREATE_FAILED:
        return EXIT_MODULE;
    case OG_HOST_SESSION_ORPHANED:
        og_log_line("no gateway came, or none came back, within orphan.timeout.ms");
        return EXIT_ORPHANED;
    case OG_HOST_SESSION_STOPPED:
        return EXIT_SIGNAL + signals.came;
    }
    return EXIT_INTERNAL_ERROR;
}

static void *run(void *unused)
{
    (void) unused;
    signals.end = og_host_run(signals.host);
    signals.over = true;
    note(0);
    return NULL;
}

static int live(const struct og_host_configuration *configuration, struct og_module *module)
{
    char problem[PROBLEM_BYTES];
    signals.grace_ms = configuration->grace_ms;
    block_signals(SIG_BLOCK);
    signals.host = og_host_open(&configuration->session, module, problem, sizeof problem);
    block_signals(SIG_UNBLOCK);
    if (signals.host == NULL) {
        og_log_line("the host can't listen: %s", problem);
        return EXIT_ADDRESS;
    }
    og_status_stream_tell("READY");
    og_log_line("%s waits for its gateway at %s", configuration->module_path, configuration->session.listen_url);
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, NULL) != 0) {
        og_log_line("no thread can be made");
        og_host_free(signals.host);
        return EXIT_INTERNAL_ERROR;
    }
    handle_signals();
    pthread_join(thread, NULL);
    og_host_free(signals.host);
    return exit_code(signals.end);
}

static int load_and_live(const struct og_host_configuration *configuration)
{
    char problem[PROBLEM_BYTES];
    struct og_module module;
    if (configuration->gateway_library != NULL
        && !og_messages_use_library(configuration->gateway_library, problem, sizeof problem)) {
        og_log_line("the gateway's library (gateway.library) can't be used: %s", problem);
        return EXIT_MODULE;
    }
    /* Before the host listens, so that the gateway never meets one that has nothing to offer. */
    if (!og_module_load(&module, configuration->module_path, problem, sizeof problem)) {
        og_log_line("the module (module.path) can't be loaded: %s", problem);
        return EXIT_MODULE;
    }
    return live(configuration, &module);
}

int main(int argc, char **argv)
{
    og_log_name("outrigger-native-host");
    if (!og_standard_descriptors_open()) {
        og_log_line("stdin, stdout or stderr is closed, and /dev/null can't be opened in its place");
        return EXIT_INTERNAL_ERROR;
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* what a module prints comes at once, also through a pipe */
    signals.managed = og_status_stream_open();
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(USAGE, stdout);
        return EXIT_DESTROYED;
    }
    if (argc != 2 || argv[1][0] == '-') {
        fputs(USAGE, stderr);
        return EXIT_CONFIGURATION;
    }
    struct og_problems problems = {0};
    struct og_host_configuration configuration;
    og_host_configuration_read(&configuration, argv[1], &problems);
    int code = EXIT_CONFIGURATION;
    if (og_problems_any(&problems)) {
        og_log_line("the configuration can't be used:\n%s", og_problems_text(&problems));
    } else {
        code = set_signals() ? load_and_live(&configuration) : EXIT_INTERNAL_ERROR;
    }
    og_problems_free(&problems);
    og_host_configuration_free(&configuration);
    return code;
}
