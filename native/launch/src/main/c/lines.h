/* Whole lines, from text that arrives in pieces. */
#ifndef OG_LINES_H
#define OG_LINES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* With its newline or NUL: what one write() to a pipe keeps together. */
enum { OG_LINE_BYTES = PIPE_BUF };

struct og_lines {
    char text[OG_LINE_BYTES]; /* the line so far; when it is whole, with a NUL in place of its newline */
    size_t size;
    bool cut; /* it was longer, and this is its beginning */
    bool whole;
};

/* Reads on from '*at', which it moves to what comes next. True when a line is whole; false at 'end'. */
bool og_lines_read(struct og_lines *lines, const char **at, const char *end);

#endif
