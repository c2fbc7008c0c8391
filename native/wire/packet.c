#include "packet.h"

#include <string.h>

#include "base/utf8.h"

enum {
    OFFSET_SIZE = 1,
    SIZE_BYTES = 4,
    HELLO_VERSION = 1,
    HELLO_DATA_BYTES = OG_HELLO_BYTES - OG_PACKET_HEADER_BYTES,
    OFFSET_IDENTITY = 1 + 4 + 4 /* in the data of a HELLO */
};

static const char *read_create_request(struct og_packet *packet)
{
    if (packet->data.size < SIZE_BYTES || og_get_u32(packet->data.data) != packet->data.size - SIZE_BYTES) {
        return "the size of its configuration isn't the number of bytes left";
    }
    packet->configuration = (struct og_bytes){packet->data.data + SIZE_BYTES, packet->data.size - SIZE_BYTES};
    return og_utf8_is_text(packet->configuration) ? NULL : "its configuration isn't UTF-8 text";
}

static const char *read_create_reply(struct og_packet *packet)
{
    if (packet->data.size != 1 || packet->data.data[0] > 1) {
        return "its data isn't one byte, 0 or 1";
    }
    packet->created = packet->data.data[0] == 1;
    return NULL;
}

static const char *read_hello(struct og_packet *packet)
{
    if (packet->data.size < HELLO_DATA_BYTES) {
        return "a HELLO has at least 25 bytes of data";
    }
    if (packet->data.data[0] == 0) {
        return "versions of HELLO begin with 1";
    }
    const uint8_t *words = packet->data.data + OFFSET_IDENTITY;
    packet->identity = og_identity_join(og_get_u32(words), og_get_u32(words + 4));
    return og_identity_are_words(packet->identity) ? NULL : "a top bit of its identity's words is 1, or all are 0";
}

const char *og_packet_read(struct og_bytes from, struct og_packet *packet)
{
    if (from.size < OG_PACKET_HEADER_BYTES) {
        return "it is shorter than 5 bytes";
    }
    if (og_get_u32(from.data + OFFSET_SIZE) != from.size - OG_PACKET_HEADER_BYTES) {
        return "the size of its data isn't the number of bytes there";
    }
    *packet = (struct og_packet){
        .type = (enum og_packet_type) from.data[0],
        .data = {from.data + OG_PACKET_HEADER_BYTES, from.size - OG_PACKET_HEADER_BYTES},
    };
    switch (packet->type) {
    case OG_PACKET_CREATE_REQUEST:
        return read_create_request(packet);
    case OG_PACKET_CREATE_REPLY:
        return read_create_reply(packet);
    case OG_PACKET_MESSAGE_RECEIVE:
    case OG_PACKET_MESSAGE_PUBLISH:
        return NULL;
    case OG_PACKET_DESTROY:
        return packet->data.size == 0 ? NULL : "a DESTROY has no data";
    case OG_PACKET_HELLO:
        return read_hello(packet);
    }
    return "its type isn't one from 1 to 6";
}

void og_packet_write_header(uint8_t *at, enum og_packet_type type, uint32_t data_size)
{
    at[0] = (uint8_t) type;
    og_put_u32(at + OFFSET_SIZE, data_size);
}

void og_packet_write_create_request_header(uint8_t *at, uint32_t text_size)
{
    og_packet_write_header(at, OG_PACKET_CREATE_REQUEST, SIZE_BYTES + text_size);
    og_put_u32(at + OG_PACKET_HEADER_BYTES, text_size);
}

void og_packet_write_create_reply(uint8_t at[OG_CREATE_REPLY_BYTES], bool created)
{
    og_packet_write_header(at, OG_PACKET_CREATE_REPLY, 1);
    at[OG_PACKET_HEADER_BYTES] = created;
}

void og_packet_write_hello(uint8_t at[OG_HELLO_BYTES], const struct og_identity *identity)
{
    memset(at, 0, OG_HELLO_BYTES);
    og_packet_write_header(at, OG_PACKET_HELLO, HELLO_DATA_BYTES);
    uint8_t *data = at + OG_PACKET_HEADER_BYTES;
    data[0] = HELLO_VERSION;
    og_put_u32(data + OFFSET_IDENTITY, (uint32_t) (identity->words >> 32));
    og_put_u32(data + OFFSET_IDENTITY + 4, (uint32_t) identity->words);
    memcpy(data + OFFSET_IDENTITY + 8, identity->rest, sizeof identity->rest);
}
