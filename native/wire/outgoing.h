/* A packet to be sent, in one piece of memory, with room before it for the sender's words of the route. */
#ifndef OUTRIGGER_OUTGOING_H
#define OUTRIGGER_OUTGOING_H

#include "packet.h"

/* The identity, the base, the request id. */
enum { OUTGOING_ROUTE_BYTES = 4 * 4 };

struct outgoing {
    size_t size; /* of the packet */
    uint8_t route[OUTGOING_ROUTE_BYTES];
    uint8_t packet[];
};

/* A packet whose header is written and whose data isn't yet; NULL if there is no memory. To be freed with free(). */
struct outgoing *outgoing_new(enum packet_type type, size_t data_size);

/* A CREATE_REQUEST with this JSON text. */
struct outgoing *outgoing_create_request(const char *text);

/* Writes the sender's words. The ids are without the top bit that the last word gets. */
void outgoing_set_route(struct outgoing *outgoing, uint64_t identity, uint32_t base, uint32_t id);

static inline uint8_t *outgoing_data(struct outgoing *outgoing)
{
    return outgoing->packet + PACKET_HEADER_BYTES;
}

#endif
