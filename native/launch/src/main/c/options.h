/* The command line of the launcher. */
#ifndef OG_OPTIONS_H
#define OG_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct og_options {
    const char *user;   /* NULL: as the launcher */
    const char *cgroup; /* NULL: that of the launcher */
    long open_files;    /* -1: as the launcher */
    long processes;     /* -1: as the launcher */
    char **command;     /* ends with NULL */
};

extern const char og_options_usage[];

/* False, and why, if they can't be used. */
bool og_options_read(struct og_options *options, char **arguments, char *problem, size_t problem_size);

#endif
