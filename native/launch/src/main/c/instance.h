/* The instance: the program that is run, from fork to its end. */
#ifndef OG_INSTANCE_H
#define OG_INSTANCE_H

#include <stdbool.h>
#include <sys/types.h>

#include "lines.h"
#include "options.h"

/* Its descriptor of the status stream. */
enum { OG_INSTANCE_STATUS = 3 };

enum { OG_EXIT_NOT_SET_UP = 126, OG_EXIT_NOT_RUN = 127 };

struct og_instance {
    pid_t pid;
    bool ended;
    int status; /* as of waitpid, when it has ended */
};

/* What the new process takes over; all close when the program runs. */
struct og_instance_pipes {
    int stdin_end;
    int status_end;
    int failure_end;
};

/* Why the program doesn't run: goes through the pipe as it is, and nothing if it does. */
struct og_instance_failure {
    unsigned char exit_status;
    char text[OG_LINE_BYTES / 2];
};

/*
 * What the new process does: becomes the program. Returns if it can't, and has told then. Nothing here is remembered by
 * the launcher, which stays small: the name service's libraries, for instance, are loaded here.
 */
void og_instance_become(const struct og_options *options, const struct og_instance_pipes *pipes, pid_t launcher);

/* Sends its group a signal, if it hasn't ended. */
void og_instance_signal(const struct og_instance *instance, int number);

/* Takes the statuses of all children that have ended. False if there is no child any more: no descendant then. */
bool og_instance_reap(struct og_instance *instance);

#endif
