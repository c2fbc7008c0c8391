/* The packets of reqrep: docs/wire-format.md. */
#ifndef OUTRIGGER_PACKET_H
#define OUTRIGGER_PACKET_H

#include <stdbool.h>

#include "base/bytes.h"
#include "identity.h"

enum packet_type {
    PACKET_CREATE_REQUEST = 1,
    PACKET_CREATE_REPLY = 2,
    PACKET_MESSAGE_RECEIVE = 3,
    PACKET_MESSAGE_PUBLISH = 4,
    PACKET_DESTROY = 5,
    PACKET_HELLO = 6
};

enum {
    PACKET_HEADER_BYTES = 5,
    CREATE_REPLY_BYTES = PACKET_HEADER_BYTES + 1,
    /* A CREATE_REQUEST without its JSON text. */
    CREATE_REQUEST_HEADER_BYTES = PACKET_HEADER_BYTES + 4,
    /* A HELLO of this version; a later one may be longer. */
    HELLO_BYTES = PACKET_HEADER_BYTES + 1 + 4 + 4 + 8 + IDENTITY_REST_BYTES
};

/* A packet within the bytes it was read from. */
struct packet {
    enum packet_type type;
    struct bytes data;
    struct bytes configuration; /* of a CREATE_REQUEST: JSON text, valid UTF-8, without a NUL */
    bool created;               /* of a CREATE_REPLY */
    uint64_t identity;          /* of a HELLO: the words; capabilities and what follows are ignored */
};

/* Reads a packet, but not the message in it. Gives NULL, or in words why these bytes are none. */
const char *packet_read(struct bytes from, struct packet *packet);

/* Writes the first PACKET_HEADER_BYTES of a packet with so many bytes of data. */
void packet_write_header(uint8_t *at, enum packet_type type, uint32_t data_size);

/* Writes the first CREATE_REQUEST_HEADER_BYTES of a CREATE_REQUEST with so many bytes of JSON text. */
void packet_write_create_request_header(uint8_t *at, uint32_t text_size);

void packet_write_create_reply(uint8_t at[CREATE_REPLY_BYTES], bool created);

/* Of a session that takes no BATCH. */
void packet_write_hello(uint8_t at[HELLO_BYTES], const struct identity *identity);

#endif
