/* The gateway message's bytes: docs/wire-format.md. No allocation but for large property counts, no state. */
#ifndef OUTRIGGER_GATEWAY_MESSAGE_H
#define OUTRIGGER_GATEWAY_MESSAGE_H

#include "base/bytes.h"

enum { GATEWAY_MESSAGE_MIN_BYTES = 14 };

/* A message within the bytes it was read from. */
struct gateway_message {
    uint32_t property_count;
    struct bytes properties; /* pairs of texts, each with its NUL */
    struct bytes content;
};

/* A property within a message; the sizes don't count the NUL that follows each text. */
struct property {
    struct bytes key;
    struct bytes value;
};

/* Reads a message. Gives NULL, or in words why these bytes are none. */
const char *gateway_message_read(struct bytes from, struct gateway_message *message);

/* Takes the next property; start with a copy of the message's 'properties', which must come from a message that was
   read. Gives whether there was one. */
int gateway_message_next(struct bytes *rest, struct property *property);

#endif
