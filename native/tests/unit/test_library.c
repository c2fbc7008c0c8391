/*
 * Our build of libnanomsg beside Debian's: what ends a process with the one, or goes wrong there, does neither with the
 * other. The cases are those of library/hostile.c, each in a process of its own.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_CASES = 64, MAX_NAME_BYTES = 64, MAX_OUTPUT_BYTES = 1024, CASE_SECONDS = 60, WRONG = 3 };

static char names[MAX_CASES][MAX_NAME_BYTES];
static struct CMUnitTest tests[MAX_CASES];

static void read_output(int descriptor, char *output, size_t size)
{
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0) {
        char ignored[256];
        bool full = length == size - 1;
        got = full ? read(descriptor, ignored, sizeof ignored) : read(descriptor, output + length, size - 1 - length);
        length += got > 0 && !full ? (size_t) got : 0;
    }
    output[length] = '\0';
    close(descriptor);
}

/* Runs a case of a program, and gives the status of its end and what it said. */
static int run(const char *program, const char *name, const char *timeout_ms, char *output, size_t size)
{
    char folder[] = "/tmp/test_library.XXXXXX";
    char remove[64];
    int ends[2];
    assert_non_null(mkdtemp(folder));
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        alarm(CASE_SECONDS);
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        /* What is read without having been written is not what was there by chance. */
        setenv("MALLOC_PERTURB_", "165", 1);
        execl(program, program, name, folder, timeout_ms, (char *) NULL);
        _exit(127);
    }
    close(ends[1]);
    read_output(ends[0], output, size);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    snprintf(remove, sizeof remove, "rm -rf %s", folder);
    assert_int_equal(system(remove), 0);
    return status;
}

static void ends_with_debians_alone(void **state)
{
    char output[MAX_OUTPUT_BYTES];
    int status = run(OUT "/hostile_debian", *state, "2000", output, sizeof output);
    bool wrong = WIFEXITED(status) && WEXITSTATUS(status) == WRONG;
    if (!wrong && !WIFSIGNALED(status)) {
        fail_msg("%s: status %#x with Debian's library: %s", (const char *) *state, (unsigned) status, output);
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
        fail_msg("%s: it is not over after %d s with Debian's library", (const char *) *state, CASE_SECONDS);
    }
    status = run(OUT "/hostile", *state, "20000", output, sizeof output);
    if (status != 0) {
        fail_msg("%s: status %#x: %s", (const char *) *state, (unsigned) status, output);
    }
}

static size_t read_names(void)
{
    FILE *list = popen(OUT "/hostile", "r");
    size_t count = 0;
    while (count < MAX_CASES && fscanf(list, "%63s", names[count]) == 1) {
        tests[count] = (struct CMUnitTest){names[count], ends_with_debians_alone, NULL, NULL, names[count]};
        count++;
    }
    pclose(list);
    return count;
}

int main(void)
{
    size_t count = read_names();
    return count == 0 ? 1 : _cmocka_run_group_tests("library", tests, count, NULL, NULL);
}
