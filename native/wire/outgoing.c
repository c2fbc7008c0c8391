#include "outgoing.h"

#include <stdlib.h>
#include <string.h>

#include "request_id.h"

struct og_outgoing *og_outgoing_new(enum og_packet_type type, size_t data_size)
{
    struct og_outgoing *outgoing = malloc(sizeof *outgoing + OG_PACKET_HEADER_BYTES + data_size);
    if (outgoing != NULL) {
        outgoing->size = OG_PACKET_HEADER_BYTES + data_size;
        og_packet_write_header(outgoing->packet, type, (uint32_t) data_size);
    }
    return outgoing;
}

struct og_outgoing *og_outgoing_create_request(const char *text)
{
    size_t text_size = strlen(text);
    size_t head = OG_CREATE_REQUEST_HEADER_BYTES - OG_PACKET_HEADER_BYTES;
    struct og_outgoing *outgoing = og_outgoing_new(OG_PACKET_CREATE_REQUEST, head + text_size);
    if (outgoing != NULL) {
        og_packet_write_create_request_header(outgoing->packet, (uint32_t) text_size);
        memcpy(outgoing->packet + OG_CREATE_REQUEST_HEADER_BYTES, text, text_size);
    }
    return outgoing;
}

void og_outgoing_set_route(struct og_outgoing *outgoing, uint64_t identity, uint32_t base, uint32_t id)
{
    og_put_u32(outgoing->route, (uint32_t) (identity >> 32));
    og_put_u32(outgoing->route + 4, (uint32_t) identity);
    og_put_u32(outgoing->route + 8, base);
    og_put_u32(outgoing->route + 12, id | OG_REQUEST_ID_FLAG);
}
