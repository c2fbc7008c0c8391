/* The packets of reqrep: docs/wire-format.md. */
#ifndef OG_PACKET_H
#define OG_PACKET_H

#include <stdbool.h>

#include "base/bytes.h"
#include "identity.h"

enum og_packet_type {
    OG_PACKET_CREATE_REQUEST = 1,
    OG_PACKET_CREATE_REPLY = 2,
    OG_PACKET_MESSAGE_RECEIVE = 3,
    OG_PACKET_MESSAGE_PUBLISH = 4,
    OG_PACKET_DESTROY = 5,
    OG_PACKET_HELLO = 6
};

enum {
    OG_PACKET_HEADER_BYTES = 5,
    OG_CREATE_REPLY_BYTES = OG_PACKET_HEADER_BYTES + 1,
    /* A CREATE_REQUEST without its JSON text. */
    OG_CREATE_REQUEST_HEADER_BYTES = OG_PACKET_HEADER_BYTES + 4,
    /* A HELLO of this version; a later one may be longer. */
    OG_HELLO_BYTES = OG_PACKET_HEADER_BYTES + 1 + 4 + 4 + 8 + OG_IDENTITY_REST_BYTES
};

/* A packet within the bytes it was read from. */
struct og_packet {
    enum og_packet_type type;
    struct og_bytes data;
    struct og_bytes configuration; /* of a CREATE_REQUEST: JSON text, valid UTF-8, without a NUL */
    bool created;                  /* of a CREATE_REPLY */
    uint64_t identity;             /* of a HELLO: the words; capabilities and what follows are ignored */
};

/* Reads a packet, but not the message in it. Gives NULL, or in words why these bytes are none. */
const char *og_packet_read(struct og_bytes from, struct og_packet *packet);

/* Writes the first OG_PACKET_HEADER_BYTES of a packet with so many bytes of data. */
void og_packet_write_header(uint8_t *at, enum og_packet_type type, uint32_t data_size);

/* Writes the first OG_CREATE_REQUEST_HEADER_BYTES of a CREATE_REQUEST with so many bytes of JSON text. */
void og_packet_write_create_request_header(uint8_t *at, uint32_t text_size);

void og_packet_write_create_reply(uint8_t at[OG_CREATE_REPLY_BYTES], bool created);

/* Of a session that takes no BATCH. */
void og_packet_write_hello(uint8_t at[OG_HELLO_BYTES], const struct og_identity *identity);

#endif
