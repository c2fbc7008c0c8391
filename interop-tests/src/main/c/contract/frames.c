#include "frames.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_BYTES = 6, MOST_BYTES = 64 << 20 };

/* Returns whether there was as much before the end. */
static int read_all(int descriptor, unsigned char *to, size_t size)
{
    while (size > 0) {
        ssize_t got = read(descriptor, to, size);
        if (got <= 0) {
            return 0;
        }
        to += got;
        size -= (size_t)got;
    }
    return 1;
}

unsigned char *frame_read(int descriptor, size_t *size)
{
    unsigned char head[HEAD_BYTES];
    if (!read_all(descriptor, head, HEAD_BYTES)) {
        return NULL;
    }
    *size = (size_t)head[2] << 24 | (size_t)head[3] << 16 | (size_t)head[4] << 8 | head[5];
    unsigned char *bytes = *size >= HEAD_BYTES && *size <= MOST_BYTES ? malloc(*size) : NULL;
    if (bytes == NULL) {
        fprintf(stderr, "no message is of %zu bytes\n", *size);
        return NULL;
    }
    memcpy(bytes, head, HEAD_BYTES);
    if (!read_all(descriptor, bytes + HEAD_BYTES, *size - HEAD_BYTES)) {
        fprintf(stderr, "half a message\n");
        free(bytes);
        return NULL;
    }
    return bytes;
}

void frame_write(int descriptor, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(descriptor, bytes, size);
        if (written < 0) {
            perror("the standard output");
            exit(1);
        }
        bytes += written;
        size -= (size_t)written;
    }
}
