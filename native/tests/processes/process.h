/* Real processes, spoken to by lines. Every wait has a deadline and fails the test when it is over. */
#ifndef OUTRIGGER_PROCESS_H
#define OUTRIGGER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

enum { TIMEOUT_MS = 60000, PROCESS_LINE = 16384 };

struct process {
    pid_t pid;
    int in, out;
    bool ended;
    char log[128]; /* the file that its stderr goes to */
    char line[PROCESS_LINE];
    char buffer[PROCESS_LINE];
    size_t buffered;
};

/* Runs a program; its stderr is appended to DIRECTORY/NAME.log. The arguments end with NULL. */
void process_start(struct process *process, const char *directory, const char *name, char *const arguments[]);

/* Sends a line. */
__attribute__((format(printf, 2, 3))) void process_tell(struct process *process, const char *format, ...);

/* The next line of its stdout that begins so, without its newline. */
const char *process_await(struct process *process, const char *beginning);

/* Waits until its log has a line with this text. */
void process_await_log(struct process *process, const char *text);

/* The last line of its log with this text, or NULL; in process->line. */
const char *process_find_log(struct process *process, const char *text);

void process_signal(struct process *process, int number);

/* Waits until it ends; gives its exit status, or 128 and the signal's number. */
int process_await_end(struct process *process);

/* Resident memory in KiB. */
long process_memory(const struct process *process);

#endif
