#include "status.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RESERVE = 256 }; /* for PID and EXIT */

bool og_status_has_room(const struct og_status *status)
{
    return sizeof status->bytes - status->waiting >= OG_LINE_BYTES + OG_LINE_BYTES / 4 + RESERVE;
}

void og_status_tell(struct og_status *status, const char *format, ...)
{
    char line[OG_LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size_t size = length < 0 ? 0 : (size_t) length;
    size = size < sizeof line ? size : sizeof line - 1;
    line[size++] = '\n';
    if (size <= sizeof status->bytes - status->waiting) {
        memcpy(status->bytes + status->waiting, line, size);
        status->waiting += size;
    }
}

/*
 * O_NONBLOCK would be set for all that share the open file, such as a terminal. A pipe that is ready for writing takes
 * PIPE_BUF bytes at once.
 */
static bool ready(void)
{
    struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) > 0;
}

void og_status_flush(struct og_status *status)
{
    while (status->waiting > 0 && ready()) {
        const char *end = memchr(status->bytes, '\n', status->waiting);
        size_t size = (size_t) (end - status->bytes) + 1;
        ssize_t written = write(STDERR_FILENO, status->bytes, size);
        if (written < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        size_t gone = written < 0 ? status->waiting : (size_t) written;
        status->waiting -= gone;
        memmove(status->bytes, status->bytes + gone, status->waiting);
    }
}
