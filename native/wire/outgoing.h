/* A packet to be sent, in one piece of memory, with room before it for the sender's words of the route. */
#ifndef OG_OUTGOING_H
#define OG_OUTGOING_H

#include "packet.h"

/* The identity, the base, the request id. */
enum { OG_OUTGOING_ROUTE_BYTES = 4 * 4 };

struct og_outgoing {
    size_t size; /* of the packet */
    uint8_t route[OG_OUTGOING_ROUTE_BYTES];
    uint8_t packet[];
};

/* A packet whose header is written and whose data isn't yet; NULL if there is no memory. To be freed with free(). */
struct og_outgoing *og_outgoing_new(enum og_packet_type type, size_t data_size);

/* A CREATE_REQUEST with this JSON text. */
struct og_outgoing *og_outgoing_create_request(const char *text);

/* Writes the sender's words. The ids are without the top bit that the last word gets. */
void og_outgoing_set_route(struct og_outgoing *outgoing, uint64_t identity, uint32_t base, uint32_t id);

static inline uint8_t *og_outgoing_data(struct og_outgoing *outgoing)
{
    return outgoing->packet + OG_PACKET_HEADER_BYTES;
}

#endif
