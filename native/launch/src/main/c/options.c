#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char og_options_usage[]
    = "outrigger-launch [--user=NAME] [--open-files=N] [--processes=N] [--cgroup=FOLDER] [--] PROGRAM [ARGUMENT]...";

/* What follows "--name=", or NULL if this is another option. */
static const char *value_of(const char *argument, const char *name)
{
    size_t size = strlen(name);
    return strncmp(argument, name, size) == 0 && argument[size] == '=' ? argument + size + 1 : NULL;
}

static bool read_text(const char *argument, const char *name, const char **text)
{
    const char *value = value_of(argument, name);
    if (value == NULL || *value == '\0') {
        return false;
    }
    *text = value;
    return true;
}

static bool read_number(const char *argument, const char *name, long *number)
{
    const char *value = value_of(argument, name);
    if (value == NULL || *value == '\0' || strspn(value, "0123456789") != strlen(value)) {
        return false;
    }
    errno = 0;
    *number = strtol(value, NULL, 10);
    return errno == 0;
}

bool og_options_read(struct og_options *options, char **arguments, char *problem, size_t problem_size)
{
    *options = (struct og_options){.open_files = -1, .processes = -1};
    char **next = arguments + 1;
    while (*next != NULL && (*next)[0] == '-') {
        const char *argument = *next++;
        if (strcmp(argument, "--") == 0) {
            break;
        }
        if (!read_text(argument, "--user", &options->user) && !read_text(argument, "--cgroup", &options->cgroup)
            && !read_number(argument, "--open-files", &options->open_files)
            && !read_number(argument, "--processes", &options->processes)) {
            snprintf(problem, problem_size, "%s is no option, or has no such value: %s", argument, og_options_usage);
            return false;
        }
    }
    options->command = next;
    if (*next == NULL) {
        snprintf(problem, problem_size, "there is no program to run: %s", og_options_usage);
        return false;
    }
    return true;
}
