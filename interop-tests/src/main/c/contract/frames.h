/*
 * Gateway messages one after the other on a stream, in the serialized form of docs/wire-format.md: the total size in
 * it says where one ends.
 */
#ifndef OUTRIGGER_CONTRACT_FRAMES_H
#define OUTRIGGER_CONTRACT_FRAMES_H

#include <stddef.h>

/* Reads a message into memory that the caller frees. NULL at the end of the stream, and for bytes that aren't one. */
unsigned char *frame_read(int descriptor, size_t *size);

/* One write for each message: what was written outlives the process. */
void frame_write(int descriptor, const unsigned char *bytes, size_t size);

#endif
