/* outrigger-launch, with real processes under it. This program is its gateway. */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { TIMEOUT_MS = 60000, POLL_MS = 5, LINE = 8192, NOBODY = 65534 };

/* One of the launcher's streams, read by lines. */
struct stream {
    int end;
    size_t buffered;
    char buffer[LINE];
    char line[LINE];
};

/* The launcher that the present test runs, and how it is started. */
static struct {
    pid_t pid;
    pid_t instance;
    int lifeline;
    struct stream output, status;
} launch;
static struct {
    bool odd_signals; /* SIGINT, SIGTERM ignored, others blocked */
    bool odd_files;   /* descriptors that don't close by themselves */
    bool leader;      /* of a process group */
    bool without_proc;
    bool as_nobody;
    int open_files; /* hard limit, 0: as it is */
    int closed[3];  /* 1: this descriptor */
} how;
static char directory[64];

/* ------------------------------------------------------------------------------------------- preparations */

static void hide_proc(void)
{
    if (unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)) == 0) {
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
        mount("none", "/proc", "tmpfs", 0, NULL);
    }
}

/* In the new process, before it is the launcher. */
static void prepare(void)
{
    if (how.leader) {
        setpgid(0, 0);
    }
    if (how.odd_signals) {
        sigset_t blocked;
        sigfillset(&blocked);
        sigprocmask(SIG_SETMASK, &blocked, NULL);
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_IGN);
        signal(SIGCHLD, SIG_IGN);
    }
    for (int i = 0; how.odd_files && i < 20; i++) {
        dup(STDOUT_FILENO);
    }
    if (how.without_proc) {
        hide_proc();
    }
    if (how.open_files > 0) {
        struct rlimit limit = {(rlim_t) how.open_files, (rlim_t) how.open_files};
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    for (int i = 0; i < 3; i++) {
        if (how.closed[i]) {
            close(i);
        }
    }
    if (how.as_nobody && setuid(NOBODY) < 0) {
        _exit(99);
    }
}

static void close_streams(void)
{
    if (launch.pid > 0) {
        close(launch.output.end);
        close(launch.status.end);
        if (launch.lifeline >= 0) {
            close(launch.lifeline);
        }
    }
    memset(&launch, 0, sizeof launch);
}

/* Runs the launcher, under valgrind if the environment says so: an error makes its exit status 99. */
static void start(char *const arguments[])
{
    char log[128];
    char *command[48] = {OUT "/outrigger-launch"};
    size_t count = 1;
    snprintf(log, sizeof log, "--log-file=%s/valgrind.log", directory);
    if (getenv("OUTRIGGER_TEST_UNDER") != NULL) {
        char *under[] = {"/usr/bin/valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", log, command[0]};
        count = sizeof under / sizeof under[0];
        memcpy(command, under, sizeof under);
    }
    for (size_t i = 0; arguments[i] != NULL; i++) {
        command[count++] = arguments[i];
    }
    int in[2], out[2], status[2];
    close_streams();
    CHECK(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(status, O_CLOEXEC) == 0, "pipe: %s",
        strerror(errno));
    launch.pid = fork();
    if (launch.pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        dup2(status[1], STDERR_FILENO);
        prepare();
        execv(command[0], command);
        _exit(97);
    }
    close(in[0]);
    close(out[1]);
    close(status[1]);
    launch.lifeline = in[1];
    launch.output = (struct stream){.end = out[0]};
    launch.status = (struct stream){.end = status[0]};
}

#define START(...) start((char *[]){__VA_ARGS__, NULL})
#define SHELL(script) START("sh", "-c", script)
#define PROGRAM(name) START(OUT "/launch_instance", name)

static void tell(const char *text)
{
    ssize_t size = (ssize_t) strlen(text);
    CHECK(write(launch.lifeline, text, (size_t) size) == size, "the launcher doesn't read: %s", strerror(errno));
}

static void cut_lifeline(void)
{
    close(launch.lifeline);
    launch.lifeline = -1;
}

static void pause_shortly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000}, NULL);
}

/* The next line, or NULL at the end. */
static const char *next_line(struct stream *stream)
{
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    for (;;) {
        char *end = memchr(stream->buffer, '\n', stream->buffered);
        if (end != NULL) {
            size_t size = (size_t) (end - stream->buffer);
            memcpy(stream->line, stream->buffer, size);
            stream->line[size] = '\0';
            stream->buffered -= size + 1;
            memmove(stream->buffer, end + 1, stream->buffered);
            return stream->line;
        }
        struct pollfd in = {.fd = stream->end, .events = POLLIN};
        int64_t left = deadline - og_clock_ms();
        CHECK(poll(&in, 1, left < 0 ? 0 : (int) left) > 0, "no line came");
        ssize_t size = read(stream->end, stream->buffer + stream->buffered, LINE - stream->buffered);
        CHECK(size >= 0, "read: %s", strerror(errno));
        if (size == 0) {
            return NULL;
        }
        stream->buffered += (size_t) size;
    }
}

static void check_line(struct stream *stream, const char *expected)
{
    const char *line = next_line(stream);
    CHECK(line != NULL && strcmp(line, expected) == 0, "expected: %s\nfound:    %s", expected,
        line == NULL ? "the end" : line);
}

/* A line "WORD NUMBER", of which it gives the number. */
static pid_t check_number(struct stream *stream, const char *word)
{
    const char *line = next_line(stream);
    size_t size = strlen(word);
    CHECK(line != NULL && strncmp(line, word, size) == 0 && line[size] == ' ', "expected: %s N\nfound:    %s", word,
        line == NULL ? "the end" : line);
    return (pid_t) strtol(line + size + 1, NULL, 10);
}

static void check_running(void)
{
    launch.instance = check_number(&launch.status, "PID");
    assert_true(launch.instance > 0);
}

static int await_end(void)
{
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    int status = 0;
    while (waitpid(launch.pid, &status, WNOHANG) == 0) {
        CHECK(og_clock_ms() < deadline, "the launcher doesn't end");
        pause_shortly();
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* What the launcher leaves becomes a child of this program. */
static void check_nothing_is_left(void)
{
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "something is left");
}

static void check_end(const char *last_line, int exit_status)
{
    check_line(&launch.status, last_line);
    assert_null(next_line(&launch.status));
    assert_int_equal(await_end(), exit_status);
    check_nothing_is_left();
}

static void check_refused(const char *text, int exit_status)
{
    const char *line = next_line(&launch.status);
    CHECK(line != NULL && strncmp(line, "ERROR ", 6) == 0 && strstr(line, text) != NULL,
        "expected: ERROR ... %s\nfound:    %s", text, line == NULL ? "the end" : line);
    assert_null(next_line(&launch.status));
    assert_int_equal(await_end(), exit_status);
    check_nothing_is_left();
}

/* A number of /proc/PID/stat, counted from 1 as in proc(5), from the third on. */
static unsigned long long stat_of(pid_t pid, int number)
{
    char path[64];
    char text[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int) pid);
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
    }
    const char *at = strrchr(text, ')');
    for (int i = 2; at != NULL && i < number; i++) {
        at = strchr(at + 1, ' ');
    }
    return at == NULL ? 0 : strtoull(at + 1, NULL, 10);
}

/* What follows the name in a file of /proc/PID; empty if there is no such line. In a buffer of its own. */
static const char *proc_line(pid_t pid, const char *file_name, const char *name)
{
    static char line[512];
    char path[64];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/%s", (int) pid, file_name);
    FILE *file = fopen(path, "r");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        found = strncmp(line, name, strlen(name)) == 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return found ? line + strlen(name) : "";
}

enum { PARENT = 4, GROUP = 5, SESSION = 6, USER_TICKS = 14, SYSTEM_TICKS = 15 };

/* How many there are, and the last one of them. */
static int children_of(pid_t parent, pid_t *last)
{
    int count = 0;
    const struct dirent *entry;
    DIR *folder = opendir("/proc");
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        pid_t pid = (pid_t) strtol(entry->d_name, NULL, 10);
        if (pid > 0 && stat_of(pid, PARENT) == (unsigned long long) parent) {
            count++;
            if (last != NULL) {
                *last = pid;
            }
        }
    }
    closedir(folder);
    return count;
}

/* A process whose parent this is, or 0. */
static pid_t child_of(pid_t parent)
{
    pid_t last = 0;
    children_of(parent, &last);
    return last;
}

static int set_up(void **state)
{
    (void) state;
    memset(&launch, 0, sizeof launch);
    memset(&how, 0, sizeof how);
    strcpy(directory, "/tmp/outrigger-launch-XXXXXX");
    return mkdtemp(directory) == NULL || chmod(directory, 0755) < 0 ? -1 : 0;
}

/* Ends what a failed test has left: all of it is, or becomes, a child of this program. */
static int tear_down(void **state)
{
    (void) state;
    char command[256];
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    close_streams();
    while (waitpid(-1, NULL, WNOHANG) >= 0) {
        pid_t child = child_of(getpid());
        if (child > 0) {
            kill(child, SIGKILL);
        }
        if (og_clock_ms() >= deadline) {
            return -1;
        }
    }
    snprintf(command, sizeof command, "cat '%s'/*.log 2> /dev/null; rm -r '%s'", directory, directory);
    return system(command);
}

/* --------------------------------------------------------------------------------------- what is reported */

static void a_program_runs_and_its_exit_status_is_told(void **state)
{
    (void) state;
    SHELL("echo out; echo error >&2; exit 7");
    check_running();
    check_line(&launch.output, "out");
    check_line(&launch.output, "error");
    check_end("EXIT code=7 children=0", 7);
}

static void a_signal_that_ends_it_is_told(void **state)
{
    (void) state;
    SHELL("kill -SEGV $$");
    check_running();
    check_end("EXIT signal=11 children=0", 128 + SIGSEGV);
}

static void lines_of_the_instance_are_forwarded(void **state)
{
    (void) state;
    SHELL("test \"$OUTRIGGER_FORKED $OUTRIGGER_STATUS_FD\" = '1 3' || exit 1\n"
          "exec >&3\n"
          "echo READY; printf REA; printf 'DY x\\n'; echo READYX; echo ' READY'; echo EXIT code=0; echo PID 1; echo\n"
          "echo HANG two  words; echo STOPPING > /proc/self/fd/$OUTRIGGER_STATUS_FD; printf READY");
    check_running();
    check_line(&launch.status, "READY");
    check_line(&launch.status, "READY x");
    check_line(&launch.status, "HANG two words");
    check_line(&launch.status, "STOPPING");
    check_end("EXIT code=0 children=0", 0);
}

static void a_long_line_is_cut(void **state)
{
    (void) state;
    SHELL("printf 'HANG %09999d\\nREADY\\n' 7 >&3");
    check_running();
    const char *line = next_line(&launch.status);
    assert_non_null(line);
    assert_int_equal(strlen(line), 4095);
    assert_int_equal(strncmp(line, "HANG 000", 8), 0);
    check_line(&launch.status, "READY");
    check_end("EXIT code=0 children=0", 0);
}

static void what_cannot_be_run_is_told(void **state)
{
    (void) state;
    char path[128];
    START("no-such-program");
    check_refused("no-such-program can't be run: No such file or directory: give the path", 127);
    START("--", "/no/such/program", "--help");
    check_refused("/no/such/program can't be run: No such file or directory: give the path", 127);
    START(directory);
    check_refused("can't be run: Permission denied: make it executable", 127);
    snprintf(path, sizeof path, "%s/program", directory);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("\177ELF for no machine\n", file);
    fclose(file);
    START(path);
    check_refused("can't be run: Permission denied: make it executable", 127);
    chmod(path, 0755);
    START(path);
    check_refused("can't be run: Exec format error: it was built for another machine", 127);
}

static void a_wrong_command_line_is_told(void **state)
{
    (void) state;
    static const char *const wrong[] = {"--user", "--user=", "--cgroup=", "--open-files=", "--open-files=-1",
        "--open-files=1k", "--processes=99999999999999999999", "--usr=x", "-h", "-"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        START((char *) wrong[i], "true");
        check_refused("is no option, or has no such value: outrigger-launch [--user=NAME]", 2);
    }
    START("--open-files=10", "--");
    check_refused("there is no program to run", 2);
    START("--help");
    check_line(&launch.output,
        "usage: outrigger-launch [--user=NAME] [--open-files=N] [--processes=N] [--cgroup=FOLDER] [--] PROGRAM "
        "[ARGUMENT]...");
    assert_int_equal(await_end(), 0);
}

/* ----------------------------------------------------------------------------------------------- commands */

static void term_goes_to_the_group_and_closes_its_stdin(void **state)
{
    (void) state;
    PROGRAM("two");
    check_running();
    next_line(&launch.output);
    next_line(&launch.output);
    tell("TERM\n");
    check_line(&launch.output, "signal 15");
    check_line(&launch.output, "signal 15");
    check_end("EXIT code=40 children=0", 40);
    PROGRAM("stdin");
    check_running();
    check_number(&launch.output, "silent");
    tell("TERM\n");
    check_number(&launch.output, "ended");
    check_end("EXIT code=41 children=0", 41);
}

static void quit_goes_to_the_group(void **state)
{
    (void) state;
    PROGRAM("two");
    check_running();
    next_line(&launch.output);
    next_line(&launch.output);
    tell("QUIT\n");
    check_line(&launch.output, "signal 3");
    check_line(&launch.output, "signal 3");
    check_end("EXIT code=40 children=0", 40);
}

static void kill_ends_every_descendant(void **state)
{
    (void) state;
    PROGRAM("escape");
    check_running();
    pid_t escaped = check_number(&launch.output, "escaped");
    assert_int_not_equal(stat_of(escaped, SESSION), stat_of(launch.instance, SESSION));
    tell("KILL\n");
    check_end("EXIT signal=9 children=1", 128 + SIGKILL);
}

static void commands_come_in_pieces_and_wrong_ones_are_told(void **state)
{
    (void) state;
    char longest[10002];
    memset(longest, 'x', sizeof longest - 2);
    strcpy(longest + sizeof longest - 2, "\n");
    PROGRAM("stay");
    check_running();
    tell("TER");
    tell("MINATE\nterm\n");
    tell(longest);
    tell("HELLO\nKI");
    check_line(&launch.status, "ERROR 'TERMINATE' is no command: there are TERM, QUIT and KILL");
    check_line(&launch.status, "ERROR 'term' is no command: there are TERM, QUIT and KILL");
    char expected[128];
    snprintf(expected, sizeof expected, "ERROR '%.60s' is no command: there are TERM, QUIT and KILL", longest);
    check_line(&launch.status, expected);
    check_line(&launch.status, "ERROR 'HELLO' is no command: there are TERM, QUIT and KILL");
    tell("LL");
    assert_int_equal(kill(launch.instance, 0), 0);
    tell("\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
}

/* ------------------------------------------------------------------------------------- nothing outlives it */

static void the_end_of_the_lifeline_ends_all(void **state)
{
    (void) state;
    static const char *const programs[] = {"stay", "stdin", "two", "escape", "headless"};
    static const char *const words[] = {NULL, "silent", "child", "escaped", "headless"};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        PROGRAM((char *) programs[i]);
        check_running();
        for (const char *line = ""; words[i] != NULL && strncmp(line, words[i], strlen(words[i])) != 0;) {
            line = next_line(&launch.output);
            assert_non_null(line);
        }
        cut_lifeline();
        check_end(i < 2 ? "EXIT signal=9 children=0" : "EXIT signal=9 children=1", 128 + SIGKILL);
    }
}

static void an_orphan_is_gone_within_a_second(void **state)
{
    (void) state;
    int64_t limit = getenv("OUTRIGGER_TEST_UNDER") == NULL ? 1000 : 20000;
    PROGRAM("escape");
    check_running();
    pid_t escaped = check_number(&launch.output, "escaped");
    int64_t cut = og_clock_ms();
    cut_lifeline();
    while (kill(escaped, 0) == 0 || kill(launch.instance, 0) == 0) {
        CHECK(og_clock_ms() < cut + limit, "it is there after %d ms", (int) limit);
        pause_shortly();
    }
    assert_int_equal(await_end(), 128 + SIGKILL);
    check_nothing_is_left();
}

static void what_starts_others_all_the_time_is_ended(void **state)
{
    (void) state;
    SHELL("while :; do (sleep 1000 &); done");
    check_running();
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    while (children_of(launch.pid, NULL) < 30) {
        CHECK(og_clock_ms() < deadline, "it starts nothing");
        pause_shortly();
    }
    cut_lifeline();
    const char *line = next_line(&launch.status);
    CHECK(
        line != NULL && strncmp(line, "EXIT signal=9 children=", 23) == 0 && strstr(line, "left") == NULL, "%s", line);
    CHECK(strtol(line + 23, NULL, 10) >= 20, "%s", line); /* not all that were seen: the instance, and short ones */
    assert_int_equal(await_end(), 128 + SIGKILL);
    check_nothing_is_left();
}

static void what_runs_away_is_caught(void **state)
{
    (void) state;
    PROGRAM("run-away");
    check_running();
    const char *line = next_line(&launch.status);
    CHECK(line != NULL && strncmp(line, "EXIT code=0 children=", 21) == 0 && strstr(line, "left") == NULL, "%s", line);
    assert_int_equal(await_end(), 0);
    check_nothing_is_left();
}

static void what_the_instance_leaves_is_ended_and_counted(void **state)
{
    (void) state;
    SHELL("sleep 1000 & sleep 1000 & (setsid sleep 1000 &) ; exit 3");
    check_running();
    check_end("EXIT code=3 children=3", 3);
}

static void the_instance_dies_with_the_launcher(void **state)
{
    (void) state;
    int status;
    PROGRAM("stay");
    check_running();
    assert_int_equal(stat_of(launch.instance, PARENT), launch.pid);
    kill(launch.pid, SIGKILL);
    assert_int_equal(await_end(), 128 + SIGKILL);
    assert_int_equal(waitpid(launch.instance, &status, 0), launch.instance); /* now a child of this one */
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    check_nothing_is_left();
}

#ifndef __SANITIZE_ADDRESS__ /* which needs /proc */
static void it_works_without_proc(void **state)
{
    (void) state;
    how.without_proc = true;
    SHELL("sleep 1000 & echo up; sleep 1000");
    check_number(&launch.status, "PID");
    check_line(&launch.output, "up");
    cut_lifeline();
    const char *line = next_line(&launch.status);
    CHECK(line != NULL && strncmp(line, "EXIT signal=9 children=", 23) == 0, "%s", line);
    assert_int_equal(await_end(), 128 + SIGKILL);
    check_nothing_is_left();
}
#endif

/* Only root can make a program that the launcher of an ordinary user may not kill. */
static void what_cannot_be_killed_is_told(void **state)
{
    (void) state;
    char command[512];
    char program[128];
    snprintf(program, sizeof program, "%s/root", directory);
    snprintf(command, sizeof command, "cp %s/launch_instance %s && chmod 4755 %s", OUT, program, program);
    assert_int_equal(system(command), 0);
    how.as_nobody = geteuid() == 0;
    snprintf(command, sizeof command, "%s %s & exec sleep 1000", program, how.as_nobody ? "root" : "stay");
    SHELL(command);
    check_running();
    if (!how.as_nobody) {
        int64_t deadline = og_clock_ms() + TIMEOUT_MS;
        while (child_of(launch.instance) == 0) {
            CHECK(og_clock_ms() < deadline, "no child came");
            pause_shortly();
        }
        tell("KILL\n");
        check_end("EXIT signal=9 children=1", 128 + SIGKILL);
        return;
    }
    pid_t root = check_number(&launch.output, "root");
    tell("KILL\n");
    check_line(&launch.status, "EXIT signal=9 children=1 left=1");
    assert_int_equal(await_end(), 128 + SIGKILL);
    assert_int_equal(kill(root, SIGKILL), 0);
}

/* ------------------------------------------------------------------------------------------- surroundings */

static void check_ordinary_signals(pid_t pid)
{
    static const char *const names[] = {"SigIgn:", "SigBlk:", "SigCgt:"};
    for (size_t i = 0; i < 3; i++) {
        const char *found = proc_line(pid, "status", names[i]);
        CHECK(strcmp(found, "\t0000000000000000\n") == 0, "%s %s of process %d", names[i], found, (int) pid);
    }
}

static void its_signals_are_those_of_a_fresh_program(void **state)
{
    (void) state;
    how.odd_signals = true;
    SHELL("sleep 1000; :");
    check_running();
    pid_t child;
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    while ((child = child_of(launch.instance)) == 0 || strncmp(proc_line(child, "comm", "sleep"), "\n", 1) != 0) {
        CHECK(og_clock_ms() < deadline, "no child came");
        pause_shortly();
    }
    check_ordinary_signals(child);
    tell("KILL\n");
    check_end("EXIT signal=9 children=1", 128 + SIGKILL);
    memset(&how, 0, sizeof how);
    how.odd_signals = true;
    PROGRAM("stay");
    check_running();
    check_ordinary_signals(launch.instance);
    tell("TERM\n");
    check_end("EXIT signal=15 children=0", 128 + SIGTERM);
}

static void signals_change_nothing_for_the_launcher(void **state)
{
    (void) state;
    static const int numbers[]
        = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGTTOU};
    PROGRAM("stay");
    check_running();
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(kill(launch.pid, numbers[i]), 0);
    }
    tell("HELLO\n");
    check_line(&launch.status, "ERROR 'HELLO' is no command: there are TERM, QUIT and KILL");
    assert_int_equal(kill(launch.instance, 0), 0);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
}

static void it_has_a_session_and_the_instance_a_group(void **state)
{
    (void) state;
    PROGRAM("stay");
    check_running();
    assert_int_equal(stat_of(launch.pid, SESSION), launch.pid);
    assert_int_equal(stat_of(launch.instance, SESSION), launch.pid);
    assert_int_equal(stat_of(launch.instance, GROUP), launch.instance);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
    memset(&how, 0, sizeof how);
    how.leader = true;
    PROGRAM("stay");
    check_running();
    assert_int_equal(stat_of(launch.pid, SESSION), getsid(0));
    assert_int_equal(stat_of(launch.instance, GROUP), launch.instance);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
}

static void the_instance_has_its_four_descriptors(void **state)
{
    (void) state;
    char path[64];
    int count = 0;
    how.odd_files = true;
    PROGRAM("stay");
    check_running();
    snprintf(path, sizeof path, "/proc/%d/fd", (int) launch.instance);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            CHECK(strlen(entry->d_name) == 1 && entry->d_name[0] <= '3', "descriptor %s", entry->d_name);
            count++;
        }
    }
    closedir(folder);
    assert_int_equal(count, 4);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
}

static void closed_descriptors_are_nobody_elses(void **state)
{
    (void) state;
    how.closed[0] = 1;
    SHELL("echo up");
    check_refused("stdin is closed", 126);
    memset(&how, 0, sizeof how);
    how.closed[1] = 1;
    SHELL("echo nowhere; echo READY >&3; echo nowhere >&2; exit 5");
    check_running();
    check_line(&launch.status, "READY");
    check_end("EXIT code=5 children=0", 5);
    memset(&how, 0, sizeof how);
    how.closed[2] = 1;
    SHELL("echo up; echo READY >&3; echo down >&2; exit 6");
    check_line(&launch.output, "up");
    check_line(&launch.output, "down");
    assert_int_equal(await_end(), 6);
    memset(&how, 0, sizeof how);
    how.closed[0] = how.closed[1] = how.closed[2] = 1;
    SHELL("echo up");
    assert_int_equal(await_end(), 126);
}

static void it_needs_no_time_while_nothing_happens(void **state)
{
    (void) state;
    SHELL("echo begins; sleep 1; echo ends; exec sleep 1000");
    check_running();
    check_line(&launch.output, "begins");
    unsigned long long before = stat_of(launch.pid, USER_TICKS) + stat_of(launch.pid, SYSTEM_TICKS);
    check_line(&launch.output, "ends");
    unsigned long long after = stat_of(launch.pid, USER_TICKS) + stat_of(launch.pid, SYSTEM_TICKS);
    CHECK(after <= before + 1, "%llu ticks", after - before);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
}

/* ------------------------------------------------------------------------------------ users, limits, cgroup */

static void a_user_needs_root(void **state)
{
    (void) state;
    if (geteuid() != 0) {
        START("--user=root", "true");
        check_refused("--user=root needs root, and this runs as user", 126);
        return;
    }
    START("--user=no-such-user", "true");
    check_refused("there is no user no-such-user: create it", 126);
    static const char *const users[] = {"--user=nobody", "--user=65534"};
    for (size_t i = 0; i < 2; i++) {
        START((char *) users[i], "sh", "-c",
            "echo $(id -u) $(id -g) $(id -G) $USER $LOGNAME $HOME; echo again > /dev/stderr; "
            "echo READY > /proc/self/fd/3; exec sleep 1000");
        check_running();
        check_line(&launch.output, "65534 65534 65534 nobody nobody /nonexistent");
        check_line(&launch.output, "again");
        check_line(&launch.status, "READY");
        tell("TERM\n");
        check_end("EXIT signal=15 children=0", 128 + SIGTERM);
    }
    /* The kernel's help against a launcher that dies is there for another user, too. */
    START("--user=nobody", "sleep", "1000");
    check_running();
    kill(launch.pid, SIGKILL);
    assert_int_equal(await_end(), 128 + SIGKILL);
    assert_int_equal(waitpid(launch.instance, NULL, 0), launch.instance);
}

static void limits_are_set(void **state)
{
    (void) state;
    char option[64];
    struct rlimit processes;
    getrlimit(RLIMIT_NPROC, &processes);
    unsigned long number = processes.rlim_max < 4000 ? (unsigned long) processes.rlim_max : 4000;
    snprintf(option, sizeof option, "--processes=%lu", number);
    START("--open-files=64", option, "--", OUT "/launch_instance", "stay");
    check_running();
    unsigned long soft = 0, hard = 0;
    sscanf(proc_line(launch.instance, "limits", "Max open files"), "%lu %lu", &soft, &hard);
    assert_int_equal(soft, 64);
    assert_int_equal(hard, 64);
    sscanf(proc_line(launch.instance, "limits", "Max processes"), "%lu %lu", &soft, &hard);
    assert_int_equal(soft, number);
    assert_int_equal(hard, number);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
    how.open_files = 200;
    START("--open-files=9999999999", "true"); /* more than the kernel allows, even to root */
    check_refused(
        "the limit --open-files=9999999999 can't be set: Operation not permitted: this process may have 200", 126);
}

static void a_cgroup_is_joined(void **state)
{
    (void) state;
    char option[128];
    char path[128];
    char pid[32] = "";
    snprintf(option, sizeof option, "--cgroup=%s", directory);
    snprintf(path, sizeof path, "%s/cgroup.procs", directory);
    START(option, "true");
    check_refused("/cgroup.procs: No such file or directory: --cgroup takes the folder of a cgroup", 126);
    /* A file in place of the kernel's shows what is written, and that root's rights are still there then. */
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    close(file);
    START(option, geteuid() == 0 ? "--user=nobody" : "--", "sleep", "1000");
    check_running();
    FILE *written = fopen(path, "r");
    assert_non_null(written);
    assert_non_null(fgets(pid, sizeof pid, written));
    fclose(written);
    assert_int_equal(strtol(pid, NULL, 10), launch.instance);
    tell("KILL\n");
    check_end("EXIT signal=9 children=0", 128 + SIGKILL);
}

/* ------------------------------------------------------------------------------------------ slow or no readers */

static void a_gateway_that_does_not_read_delays_no_kill_and_misses_nothing(void **state)
{
    (void) state;
    PROGRAM("flood");
    check_running();
    check_number(&launch.output, "floods");
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    int buffered;
    do { /* until the pipe takes no more */
        struct pollfd in = {.fd = launch.status.end, .events = POLLIN};
        buffered = poll(&in, 1, 0);
        pause_shortly();
    } while (buffered == 0 && og_clock_ms() < deadline);
    tell("KILL\n");
    while (kill(launch.instance, 0) == 0) {
        CHECK(og_clock_ms() < deadline, "the instance is there");
        pause_shortly();
    }
    unsigned long count = 0;
    const char *line;
    while ((line = next_line(&launch.status)) != NULL && strncmp(line, "EXIT", 4) != 0) {
        char expected[64];
        snprintf(expected, sizeof expected, "HANG %lu", count++);
        CHECK(strcmp(line, expected) == 0, "expected: %s\nfound:    %s", expected, line);
    }
    CHECK(line != NULL && strcmp(line, "EXIT signal=9 children=0") == 0, "%s", line);
    assert_int_equal(await_end(), 128 + SIGKILL);
    check_nothing_is_left();
}

static void it_waits_for_no_reader_when_the_lifeline_has_ended(void **state)
{
    (void) state;
    PROGRAM("flood");
    check_running();
    check_number(&launch.output, "floods");
    cut_lifeline();
    assert_int_equal(await_end(), 128 + SIGKILL);
    check_nothing_is_left();
}

static void status_lines_that_nobody_can_read_change_nothing(void **state)
{
    (void) state;
    PROGRAM("flood");
    check_running();
    close(launch.status.end);
    launch.status.end = open("/dev/null", O_RDONLY);
    check_number(&launch.output, "floods");
    tell("HELLO\nKILL\n");
    assert_int_equal(await_end(), 128 + SIGKILL);
    check_nothing_is_left();
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    setenv("PATH", "/usr/bin:/bin", 1); /* no folder that an ordinary user may not read */
    cmocka_set_test_filter(getenv("OUTRIGGER_TEST_FILTER"));
    cmocka_set_skip_filter(getenv("OUTRIGGER_TEST_SKIP"));
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_program_runs_and_its_exit_status_is_told),
        TEST(a_signal_that_ends_it_is_told),
        TEST(lines_of_the_instance_are_forwarded),
        TEST(a_long_line_is_cut),
        TEST(what_cannot_be_run_is_told),
        TEST(a_wrong_command_line_is_told),
        TEST(term_goes_to_the_group_and_closes_its_stdin),
        TEST(quit_goes_to_the_group),
        TEST(kill_ends_every_descendant),
        TEST(commands_come_in_pieces_and_wrong_ones_are_told),
        TEST(the_end_of_the_lifeline_ends_all),
        TEST(an_orphan_is_gone_within_a_second),
        TEST(what_starts_others_all_the_time_is_ended),
        TEST(what_runs_away_is_caught),
        TEST(what_the_instance_leaves_is_ended_and_counted),
        TEST(the_instance_dies_with_the_launcher),
        TEST(its_signals_are_those_of_a_fresh_program),
        TEST(signals_change_nothing_for_the_launcher),
        TEST(it_has_a_session_and_the_instance_a_group),
        TEST(the_instance_has_its_four_descriptors),
        TEST(it_needs_no_time_while_nothing_happens),
        TEST(a_user_needs_root),
        TEST(a_cgroup_is_joined),
        TEST(a_gateway_that_does_not_read_delays_no_kill_and_misses_nothing),
        TEST(it_waits_for_no_reader_when_the_lifeline_has_ended),
        TEST(status_lines_that_nobody_can_read_change_nothing),
    };
    /* Valgrind needs /proc, and opens descriptors and sets limits itself. */
    const struct CMUnitTest alone[] = {
#ifndef __SANITIZE_ADDRESS__
        TEST(it_works_without_proc),
#endif
        TEST(what_cannot_be_killed_is_told),
        TEST(closed_descriptors_are_nobody_elses),
        TEST(limits_are_set),
    };
    int failed = cmocka_run_group_tests_name("outrigger-launch", tests, NULL, NULL);
    if (getenv("OUTRIGGER_TEST_UNDER") == NULL) {
        failed += cmocka_run_group_tests_name("outrigger-launch, by itself", alone, NULL, NULL);
    }
    return failed;
}
