/* outrigger-native-host CONFIG.json: runs a gateway module in C for a gateway in another process. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "host.h"
#include "host_configuration.h"
#include "messages.h"

enum {
    EXIT_DESTROYED = 0,
    EXIT_INTERNAL_ERROR = 1,
    EXIT_CONFIGURATION = 2,
    EXIT_MODULE = 3,
    EXIT_ADDRESS = 4,
    EXIT_ORPHANED = 5,
    EXIT_SIGNAL = 128
};

enum { PROBLEM_BYTES = 1024, DEADLINE_SECONDS = 3 };

static const char USAGE[]
    = "usage: outrigger-native-host CONFIGURATION.json\n"
      "\n"
      "Runs a gateway module, a shared library that exports Module_GetApi, for a gateway in another process.\n"
      "Keys: listen.url, remote.url, module.path, gateway.library, max.message.bytes, window.messages, window.bytes,\n"
      "      acknowledge.timeout.ms, orphan.timeout.ms\n"
      "Exit status: 0 the gateway had the module destroyed, 1 internal error, 2 usage or configuration, 3 the module\n"
      "             could not be loaded or created, 4 an address could not be bound, 5 no gateway for too long,\n"
      "             128 + signal\n";

/* ------------------------------------------------------------------------------------------------ signals */

static struct {
    sigset_t set;
    struct og_host *host;
    int came;         /* to be read when the host says that it was stopped */
    atomic_bool over; /* the host has come to its end */
} signals;

/* The next signal, or -1 when none has come in time. */
static int await_signal(time_t seconds)
{
    int number;
    do {
        number = sigtimedwait(&signals.set, NULL, &(struct timespec){.tv_sec = seconds});
    } while (number < 0 && errno == EINTR);
    return number;
}

/* The first signal stops the host, when its module lets it; the second ends the process, and so does the deadline. */
static void *handle_signals(void *unused)
{
    (void) unused;
    int number;
    sigwait(&signals.set, &number);
    if (!signals.over) {
        signals.came = number;
        og_log_line("signal %d: the module is destroyed", number);
        og_host_stop(signals.host);
        int second = await_signal(DEADLINE_SECONDS);
        if (second > 0) {
            number = second;
        } else if (!signals.over) {
            og_log_line("the module did not come to its end within %d s and is cut off", DEADLINE_SECONDS);
        }
    }
    if (!signals.over) {
        _exit(EXIT_SIGNAL + number);
    }
    return NULL;
}

/* Before any other thread: they take over what is blocked. */
static void block_signals(void)
{
    const char *forked = getenv("OUTRIGGER_FORKED");
    sigemptyset(&signals.set);
    sigaddset(&signals.set, SIGTERM);
    if (forked != NULL && strcmp(forked, "1") == 0) {
        /* A Ctrl-C in a terminal goes to the gateway, too, which will have the module destroyed. */
        signal(SIGINT, SIG_IGN);
    } else {
        sigaddset(&signals.set, SIGINT);
    }
    pthread_sigmask(SIG_BLOCK, &signals.set, NULL);
    signal(SIGPIPE, SIG_IGN);
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

static int live(const struct og_host_configuration *configuration, struct og_module *module)
{
    char problem[PROBLEM_BYTES];
    signals.host = og_host_open(&configuration->session, module, problem, sizeof problem);
    if (signals.host == NULL) {
        og_log_line("the host can't listen: %s", problem);
        return EXIT_ADDRESS;
    }
    pthread_t thread;
    if (pthread_create(&thread, NULL, handle_signals, NULL) != 0) {
        og_log_line("no thread can be made");
        og_host_free(signals.host);
        return EXIT_INTERNAL_ERROR;
    }
    og_log_line("%s waits for its gateway at %s", configuration->module_path, configuration->session.listen_url);
    int code = exit_code(og_host_run(signals.host));
    signals.over = true;
    pthread_kill(thread, SIGTERM); /* wakes it */
    pthread_join(thread, NULL);
    og_host_free(signals.host);
    return code;
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
        block_signals();
        code = load_and_live(&configuration);
    }
    og_problems_free(&problems);
    og_host_configuration_free(&configuration);
    return code;
}
