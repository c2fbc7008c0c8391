/*
 * outrigger-launch: runs a program for a gateway, and lets nothing of it outlive the gateway. One thread, in poll().
 * Its commands, status lines, options and exit statuses: native/README.md.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/standard_descriptors.h"
#include "descendants.h"
#include "instance.h"
#include "options.h"
#include "status.h"

enum { EXIT_HELP = 0, EXIT_USAGE = 2, EXIT_SIGNAL = 128 };

/* How long lines wait for a reader when the lifeline has ended, and perhaps nobody reads. */
enum { UNREAD_MS = 2000 };

static struct {
    struct og_options options;
    struct og_instance instance;
    struct og_killed killed;
    struct og_status status;
    struct og_lines commands;
    struct og_lines said; /* by the instance */
    /* Descriptors; -1: closed. */
    int lifeline;
    int instance_stdin;
    int instance_status;
    int failure; /* says why the program doesn't run, and closes when it does */
    int child_events;
    int failed; /* exit status if the program doesn't run */
} launcher;

static void close_end(int *end)
{
    if (*end >= 0) {
        close(*end);
        *end = -1;
    }
}

/* ------------------------------------------------------------------------------------------------- events */

static void read_failure(void)
{
    struct og_instance_failure failure;
    if (read(launcher.failure, &failure, sizeof failure) == sizeof failure) {
        launcher.failed = failure.exit_status;
        og_status_tell(&launcher.status, "ERROR %s", failure.text);
    } else {
        og_status_tell(&launcher.status, "PID %d", (int) launcher.instance.pid);
    }
    close_end(&launcher.failure);
}

static bool begins_with_word(const char *line, const char *word)
{
    size_t size = strlen(word);
    return strncmp(line, word, size) == 0 && (line[size] == '\0' || line[size] == ' ');
}

/* True if there may be more at once. */
static bool read_instance_status(void)
{
    char piece[OG_LINE_BYTES / 4];
    ssize_t size = read(launcher.instance_status, piece, sizeof piece);
    const char *at = piece;
    while (size > 0 && og_lines_read(&launcher.said, &at, piece + size)) {
        const char *line = launcher.said.text;
        if (begins_with_word(line, "READY") || begins_with_word(line, "STOPPING") || begins_with_word(line, "HANG")) {
            og_status_tell(&launcher.status, "%s", line);
        }
    }
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
        close_end(&launcher.instance_status);
    }
    return size > 0;
}

static void kill_all(void)
{
    if (launcher.killed.left > 0) {
        return; /* it was tried for long enough */
    }
    og_descendants_kill(&launcher.instance, launcher.child_events, &launcher.killed);
    if (!launcher.instance.ended) { /* it can't be killed, and isn't waited for */
        launcher.instance.ended = true;
        launcher.instance.status = SIGKILL;
    }
}

static void obey(const struct og_lines *command)
{
    if (strcmp(command->text, "TERM") == 0) {
        close_end(&launcher.instance_stdin);
        og_instance_signal(&launcher.instance, SIGTERM);
    } else if (strcmp(command->text, "QUIT") == 0) {
        og_instance_signal(&launcher.instance, SIGQUIT);
    } else if (strcmp(command->text, "KILL") == 0) {
        kill_all();
    } else if (og_status_has_room(&launcher.status)) {
        og_status_tell(&launcher.status, "ERROR '%.60s' is no command: there are TERM, QUIT and KILL", command->text);
    }
}

static void read_lifeline(void)
{
    char piece[256];
    ssize_t size = read(launcher.lifeline, piece, sizeof piece);
    const char *at = piece;
    while (size > 0 && og_lines_read(&launcher.commands, &at, piece + size)) {
        obey(&launcher.commands);
    }
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
        launcher.lifeline = -1; /* stays open: another file would get its number */
        kill_all();
    }
}

static void take_ends(void)
{
    struct signalfd_siginfo event;
    if (read(launcher.child_events, &event, sizeof event) == sizeof event) {
        og_instance_reap(&launcher.instance);
    }
}

/*
 * Waits for the next event, and handles what is there. poll() looks at them in this order: who has ended or said
 * something was seen to run, so PID comes before all that, and what was said before EXIT.
 */
static void handle_events(int timeout)
{
    struct pollfd events[] = {
        {.fd = launcher.child_events, .events = POLLIN},
        {.fd = og_status_has_room(&launcher.status) ? launcher.instance_status : -1, .events = POLLIN},
        {.fd = launcher.failure, .events = POLLIN},
        {.fd = launcher.lifeline, .events = POLLIN},
        {.fd = launcher.status.waiting > 0 ? STDERR_FILENO : -1, .events = POLLOUT},
    };
    if (poll(events, sizeof events / sizeof events[0], timeout) > 0) {
        if (events[2].revents != 0) {
            read_failure();
        }
        if (events[1].revents != 0) {
            read_instance_status();
        }
        if (events[0].revents != 0) {
            take_ends();
        }
        if (events[3].revents != 0) {
            read_lifeline();
        }
    }
    og_status_flush(&launcher.status);
}

/* ----------------------------------------------------------------------------------------------- the life */

/* Why they can't be used, or NULL. */
static const char *check_descriptors(void)
{
    const char *problem = NULL;
    if (fcntl(STDIN_FILENO, F_GETFD) < 0) {
        problem = "stdin is closed: give it a pipe that the gateway holds open while it lives";
    }
    if (!og_standard_descriptors_open()) {
        problem = "stdin, stdout or stderr is closed, and /dev/null can't be opened in its place";
    }
    /* A lifeline of another instance may be among the rest, whose end nobody would see while this one has it. */
    closefrom(STDERR_FILENO + 1);
    return problem;
}

/*
 * All that can be is blocked, so that nothing ends or stops this process: what the instance has started would be left.
 * Those that a terminal, a service manager or a user sends to a whole group are ignored, too, and so don't wait.
 */
static void set_signals(void)
{
    static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE};
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
    sigset_t blocked;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        sigdelset(&blocked, faults[i]);
    }
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        signal(ignored[i], SIG_IGN);
    }
    signal(SIGCHLD, SIG_DFL); /* ignored, there would be no statuses */
}

/* NULL, or what can't be had. */
static const char *start(void)
{
    enum { READ, WRITE };
    sigset_t child_ends;
    int in[2], said[2], failure[2];
    sigemptyset(&child_ends);
    sigaddset(&child_ends, SIGCHLD);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) {
        return "what the instance's processes leave can't be adopted (PR_SET_CHILD_SUBREAPER)";
    }
    /* The first one becomes number 3, so none of the pipes' ends is that when the new process makes it its own. */
    launcher.child_events = signalfd(-1, &child_ends, SFD_CLOEXEC | SFD_NONBLOCK);
    if (launcher.child_events < 0 || pipe2(said, O_CLOEXEC) < 0 || pipe2(in, O_CLOEXEC) < 0
        || pipe2(failure, O_CLOEXEC) < 0 || fcntl(said[READ], F_SETFL, O_NONBLOCK) < 0) {
        return "descriptors can't be had";
    }
    setsid(); /* a group's leader can't, and goes on */
    pid_t self = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        const struct og_instance_pipes pipes = {in[READ], said[WRITE], failure[WRITE]};
        og_instance_become(&launcher.options, &pipes, self);
        _exit(OG_EXIT_NOT_SET_UP);
    }
    launcher.instance.pid = pid;
    if (pid < 0) {
        return "no process can be made";
    }
    setpgid(pid, pid); /* the first one counts */
    close(in[READ]);
    close(said[WRITE]);
    close(failure[WRITE]);
    launcher.instance_stdin = in[WRITE];
    launcher.instance_status = said[READ];
    launcher.failure = failure[READ];
    return NULL;
}

/* All that the instance has said and this has told, while there is a gateway to read it. */
static void deliver(void)
{
    int64_t deadline = og_clock_ms() + UNREAD_MS;
    for (;;) {
        bool more = false;
        while (launcher.instance_status >= 0 && og_status_has_room(&launcher.status)
            && (more = read_instance_status())) { }
        og_status_flush(&launcher.status);
        if (!more && launcher.status.waiting == 0) {
            return;
        }
        if (launcher.lifeline < 0 && og_clock_ms() >= deadline) {
            return;
        }
        handle_events(launcher.lifeline < 0 ? UNREAD_MS : -1);
    }
}

static int run(void)
{
    while (!launcher.instance.ended) {
        handle_events(-1);
    }
    if (launcher.failure >= 0 && launcher.killed.left == 0) {
        read_failure();
    }
    kill_all();
    deliver();
    if (launcher.failed != 0) {
        return launcher.failed;
    }
    bool by_signal = WIFSIGNALED(launcher.instance.status);
    int number = by_signal ? WTERMSIG(launcher.instance.status) : WEXITSTATUS(launcher.instance.status);
    char left[32] = "";
    if (launcher.killed.left > 0) {
        snprintf(left, sizeof left, " left=%lu", launcher.killed.left);
    }
    og_status_tell(&launcher.status, "EXIT %s=%d children=%lu%s", by_signal ? "signal" : "code", number,
        launcher.killed.children, left);
    deliver();
    return by_signal ? EXIT_SIGNAL + number : number;
}

static int refuse(int exit_status, const char *problem)
{
    og_status_tell(&launcher.status, "ERROR %s", problem);
    og_status_flush(&launcher.status);
    return exit_status;
}

int main(int argc, char **argv)
{
    char problem[OG_LINE_BYTES / 2];
    const char *problem_of_descriptors = check_descriptors();
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        printf("usage: %s\n", og_options_usage);
        return EXIT_HELP;
    }
    if (!og_options_read(&launcher.options, argv, problem, sizeof problem)) {
        return refuse(EXIT_USAGE, problem);
    }
    if (problem_of_descriptors != NULL) {
        return refuse(OG_EXIT_NOT_SET_UP, problem_of_descriptors);
    }
    set_signals();
    const char *missing = start();
    if (missing != NULL) {
        snprintf(problem, sizeof problem, "%s: %s", missing, strerror(errno));
        return refuse(OG_EXIT_NOT_SET_UP, problem);
    }
    return run();
}
