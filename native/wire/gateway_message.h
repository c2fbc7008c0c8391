/* The gateway message's bytes: docs/wire-format.md. No allocation but for large property counts, no state. */
#ifndef OG_GATEWAY_MESSAGE_H
#define OG_GATEWAY_MESSAGE_H

#include "base/bytes.h"

enum { OG_GATEWAY_MESSAGE_MIN_BYTES = 14 };

/* A message within the bytes it was read from. */
struct og_gateway_message {
    uint32_t property_count;
    struct og_bytes properties; /* pairs of texts, each with its NUL */
    struct og_bytes content;
};

/* A property within a message; the sizes don't count the NUL that follows each text. */
struct og_message_property {
    struct og_bytes key;
    struct og_bytes value;
};

/* Reads a message. Gives NULL, or in words why these bytes are none. */
const char *og_gateway_message_read(struct og_bytes from, struct og_gateway_message *message);

/* Takes the next property; start with a copy of the message's 'properties', which must come from a message that was
   read. Gives whether there was one. */
int og_gateway_message_next(struct og_bytes *rest, struct og_message_property *property);

#endif
