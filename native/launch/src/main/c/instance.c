#include "instance.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ------------------------------------------------------------------------- between fork and the program */

__attribute__((format(printf, 3, 4))) static bool failed(int failure_end, int exit_status, const char *format, ...)
{
    struct og_instance_failure failure = {.exit_status = (unsigned char) exit_status};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure.text, sizeof failure.text, format, arguments);
    va_end(arguments);
    ssize_t written = write(failure_end, &failure, sizeof failure);
    (void) written; /* the launcher reads it, or is gone */
    return false;
}

/* All of them, also those that the C library keeps for itself; one may have been ignored by who ran the launcher. */
static void reset_signals(void)
{
    static const long defaults[16]; /* the kernel's struct sigaction, larger than any: SIG_DFL, no flags, no mask */
    for (int number = 1; number < NSIG; number++) {
        syscall(SYS_rt_sigaction, number, defaults, NULL, (NSIG - 1) / 8);
    }
}

static bool join_cgroup(const char *folder, int failure_end)
{
    char path[PATH_MAX];
    char pid[16];
    int size = snprintf(pid, sizeof pid, "%d\n", (int) getpid());
    snprintf(path, sizeof path, "%s/cgroup.procs", folder);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, pid, (size_t) size) != size) {
        return failed(failure_end, OG_EXIT_NOT_SET_UP,
            "the cgroup can't be joined: %s: %s: --cgroup takes the folder of a cgroup that may be written to", path,
            strerror(errno));
    }
    close(file);
    return true;
}

static bool set_limit(__rlimit_resource_t resource, long value, const char *option, int failure_end)
{
    struct rlimit limit = {.rlim_cur = (rlim_t) value, .rlim_max = (rlim_t) value};
    if (value < 0 || setrlimit(resource, &limit) == 0) {
        return true;
    }
    int error = errno;
    getrlimit(resource, &limit);
    return failed(failure_end, OG_EXIT_NOT_SET_UP,
        "the limit %s=%ld can't be set: %s: this process may have %llu at most; give that, or run the gateway as root",
        option, value, strerror(error), (unsigned long long) limit.rlim_max);
}

static const struct passwd *look_up(const char *user)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(user, &end, 10);
    return *end == '\0' && errno == 0 && number <= UINT_MAX ? getpwuid((uid_t) number) : getpwnam(user);
}

/* What it may open again by name, /dev/stderr for instance, must be the user's. Not a file that others own, too. */
static void give_pipe(int descriptor, const struct passwd *user)
{
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode) && fchown(descriptor, user->pw_uid, -1) < 0) {
        return; /* it goes on without */
    }
}

static bool become_user(const char *name, int failure_end)
{
    if (geteuid() != 0) {
        return failed(failure_end, OG_EXIT_NOT_SET_UP,
            "--user=%s needs root, and this runs as user %u: run the gateway as root, or leave the user out", name,
            (unsigned) geteuid());
    }
    errno = 0;
    const struct passwd *user = look_up(name);
    if (user == NULL) {
        return failed(failure_end, OG_EXIT_NOT_SET_UP, "there is no user %s%s%s: create it, or name another one", name,
            errno == 0 ? "" : ": ", errno == 0 ? "" : strerror(errno));
    }
    for (int descriptor = STDIN_FILENO; descriptor <= OG_INSTANCE_STATUS; descriptor++) {
        give_pipe(descriptor, user);
    }
    if (initgroups(user->pw_name, user->pw_gid) < 0 || setgid(user->pw_gid) < 0 || setuid(user->pw_uid) < 0) {
        return failed(failure_end, OG_EXIT_NOT_SET_UP,
            "user %s can't be become: %s: does this process lack a capability (CAP_SETUID, CAP_SETGID)?", name,
            strerror(errno));
    }
    return setenv("HOME", user->pw_dir, 1) == 0 && setenv("USER", user->pw_name, 1) == 0
        && setenv("LOGNAME", user->pw_name, 1) == 0;
}

static const char *advice(int error)
{
    switch (error) {
    case ENOENT:
        return ": give the path of a program, or a name that is found by PATH; a script's interpreter must be there, too";
    case EACCES:
    case EPERM:
        return ": make it executable, and its folders open to the user that it runs as";
    case EAGAIN:
        return ": its user has as many processes as it may (--processes)";
    case ENOEXEC:
        return ": it was built for another machine, or is a script without #! in its first line";
    default:
        return "";
    }
}

/* All else closes by itself. */
static bool take_descriptors(const struct og_instance_pipes *pipes)
{
    return dup2(pipes->stdin_end, STDIN_FILENO) >= 0 && dup2(STDOUT_FILENO, STDERR_FILENO) >= 0
        && dup2(pipes->status_end, OG_INSTANCE_STATUS) >= 0;
}

void og_instance_become(const struct og_options *options, const struct og_instance_pipes *pipes, pid_t launcher)
{
    int failure_end = pipes->failure_end;
    sigset_t none;
    setpgid(0, 0);
    reset_signals();
    if (!take_descriptors(pipes)) {
        failed(failure_end, OG_EXIT_NOT_SET_UP, "no descriptors can be had: %s", strerror(errno));
        return;
    }
    if ((options->cgroup != NULL && !join_cgroup(options->cgroup, failure_end))
        || !set_limit(RLIMIT_NOFILE, options->open_files, "--open-files", failure_end)
        || !set_limit(RLIMIT_NPROC, options->processes, "--processes", failure_end)
        || (options->user != NULL && !become_user(options->user, failure_end))) {
        return;
    }
    setenv("OUTRIGGER_STATUS_FD", "3", 1);
    setenv("OUTRIGGER_FORKED", "1", 1);
    /* After setuid, which clears it. The launcher may have died before. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != launcher) {
        return;
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    const char *program = options->command[0];
    if (strchr(program, '/') != NULL) {
        execv(program, options->command); /* execvp would give a program for another machine to the shell */
    } else {
        execvp(program, options->command);
    }
    failed(failure_end, OG_EXIT_NOT_RUN, "%s can't be run: %s%s", program, strerror(errno), advice(errno));
}

/* --------------------------------------------------------------------------------------- in the launcher */

void og_instance_signal(const struct og_instance *instance, int number)
{
    if (!instance->ended) {
        kill(-instance->pid, number);
    }
}

bool og_instance_reap(struct og_instance *instance)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == instance->pid) {
            instance->ended = true;
            instance->status = status;
        }
    }
    return pid == 0;
}
