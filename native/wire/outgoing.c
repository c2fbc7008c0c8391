#include "outgoing.h"

#include <stdlib.h>
#include <string.h>

#include "request_id.h"

struct outgoing *outgoing_new(enum packet_type type, size_t data_size)
{
    struct outgoing *outgoing = malloc(sizeof *outgoing + PACKET_HEADER_BYTES + data_size);
    if (outgoing != NULL) {
        outgoing->size = PACKET_HEADER_BYTES + data_size;
        packet_write_header(outgoing->packet, type, (uint32_t) data_size);
    }
    return outgoing;
}

struct outgoing *outgoing_create_request(const char *text)
{
    size_t text_size = strlen(text);
    size_t head = CREATE_REQUEST_HEADER_BYTES - PACKET_HEADER_BYTES;
    struct outgoing *outgoing = outgoing_new(PACKET_CREATE_REQUEST, head + text_size);
    if (outgoing != NULL) {
        packet_write_create_request_header(outgoing->packet, (uint32_t) text_size);
        memcpy(outgoing->packet + CREATE_REQUEST_HEADER_BYTES, text, text_size);
    }
    return outgoing;
}

void outgoing_set_route(struct outgoing *outgoing, uint64_t identity, uint32_t base, uint32_t id)
{
    put_u32(outgoing->route, (uint32_t) (identity >> 32));
    put_u32(outgoing->route + 4, (uint32_t) identity);
    put_u32(outgoing->route + 8, base);
    put_u32(outgoing->route + 12, id | REQUEST_ID_FLAG);
}
