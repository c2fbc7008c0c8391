#include "lines.h"

#include <string.h>

bool og_lines_read(struct og_lines *lines, const char **at, const char *end)
{
    if (lines->whole) {
        lines->size = 0;
        lines->cut = false;
        lines->whole = false;
    }
    while (*at < end && !lines->whole) {
        char byte = *(*at)++;
        if (byte == '\n') {
            lines->text[lines->size] = '\0';
            lines->whole = true;
        } else if (lines->size < sizeof lines->text - 1) {
            lines->text[lines->size++] = byte;
        } else {
            lines->cut = true;
        }
    }
    return lines->whole;
}
