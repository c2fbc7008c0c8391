/* A packet on its way out, in one piece of memory, with room before it for the request id. */
#ifndef OUTRIGGER_OUTGOING_H
#define OUTRIGGER_OUTGOING_H

#include "packet.h"

enum { OUTGOING_ID_BYTES = 4 };

struct outgoing {
    size_t size; /* of the packet */
    uint8_t id[OUTGOING_ID_BYTES];
    uint8_t packet[];
};

/* A packet whose header is written and whose data isn't yet; NULL if there is no memory. To be freed with free(). */
struct outgoing *outgoing_new(enum packet_type type, size_t data_size);

/* A CREATE_REQUEST with this JSON text. */
struct outgoing *outgoing_create_request(const char *text);

static inline uint8_t *outgoing_data(struct outgoing *outgoing)
{
    return outgoing->packet + PACKET_HEADER_BYTES;
}

#endif
