/*
 * The status stream: lines for the gateway. They wait here while it doesn't read, so that telling never blocks. Of what
 * the instance says none is lost: it is read only while there is room (og_status_has_room); nor are PID and EXIT lines,
 * for which there is always some.
 */
#ifndef OG_STATUS_H
#define OG_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "lines.h"

struct og_status {
    size_t waiting; /* bytes of whole lines */
    char bytes[4 * OG_LINE_BYTES];
};

/* Whether a line of any length, and then what one read of OG_LINE_BYTES / 4 ends, finds room. */
bool og_status_has_room(const struct og_status *status);

/* Adds a line, cut if it is too long. One that finds no room is dropped. */
__attribute__((format(printf, 2, 3))) void og_status_tell(struct og_status *status, const char *format, ...);

/* Writes the lines that stderr takes without blocking. If nobody can read them, they are gone. */
void og_status_flush(struct og_status *status);

#endif
