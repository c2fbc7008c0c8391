#include "status_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

static int descriptor = -1;

bool og_status_stream_open(void)
{
    static const char name[] = "OUTRIGGER_STATUS_FD";
    const char *text = getenv(name);
    char *end;
    if (text == NULL) {
        return false;
    }
    errno = 0;
    long number = strtol(text, &end, 10);
    bool usable = errno == 0 && end != text && *end == '\0' && number > STDERR_FILENO && number <= INT_MAX
        && fcntl((int) number, F_SETFD, FD_CLOEXEC) == 0;
    if (usable) {
        descriptor = (int) number;
    } else {
        og_log_line("%s is '%s', which is no descriptor of this process: it is left out", name, text);
    }
    unsetenv(name);
    return usable;
}

void og_status_stream_tell(const char *line)
{
    char text[64];
    int size = snprintf(text, sizeof text, "%s\n", line);
    if (descriptor >= 0 && write(descriptor, text, (size_t) size) != size) {
        og_log_line("%s can't be told to the launcher: %s", line, strerror(errno));
    }
}
