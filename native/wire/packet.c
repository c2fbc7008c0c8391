#include "packet.h"

#include <string.h>

#include "base/utf8.h"

enum {
    OFFSET_SIZE = 1,
    SIZE_BYTES = 4,
    HELLO_VERSION = 1,
    HELLO_DATA_BYTES = HELLO_BYTES - PACKET_HEADER_BYTES,
    OFFSET_IDENTITY = 1 + 4 + 4 /* in the data of a HELLO */
};

static const char *read_create_request(struct packet *packet)
{
    if (packet->data.size < SIZE_BYTES || get_u32(packet->data.data) != packet->data.size - SIZE_BYTES) {
        return "the size of its configuration isn't the number of bytes left";
    }
    packet->configuration = (struct bytes){packet->data.data + SIZE_BYTES, packet->data.size - SIZE_BYTES};
    return utf8_is_text(packet->configuration) ? NULL : "its configuration isn't UTF-8 text";
}

static const char *read_create_reply(struct packet *packet)
{
    if (packet->data.size != 1 || packet->data.data[0] > 1) {
        return "its data isn't one byte, 0 or 1";
    }
    packet->created = packet->data.data[0] == 1;
    return NULL;
}

static const char *read_hello(struct packet *packet)
{
    if (packet->data.size < HELLO_DATA_BYTES) {
        return "a HELLO has at least 25 bytes of data";
    }
    if (packet->data.data[0] == 0) {
        return "versions of HELLO begin with 1";
    }
    const uint8_t *words = packet->data.data + OFFSET_IDENTITY;
    packet->identity = identity_join(get_u32(words), get_u32(words + 4));
    return identity_are_words(packet->identity) ? NULL : "a top bit of its identity's words is 1, or all are 0";
}

const char *packet_read(struct bytes from, struct packet *packet)
{
    if (from.size < PACKET_HEADER_BYTES) {
        return "it is shorter than 5 bytes";
    }
    if (get_u32(from.data + OFFSET_SIZE) != from.size - PACKET_HEADER_BYTES) {
        return "the size of its data isn't the number of bytes there";
    }
    *packet = (struct packet){
        .type = (enum packet_type) from.data[0],
        .data = {from.data + PACKET_HEADER_BYTES, from.size - PACKET_HEADER_BYTES},
    };
    switch (packet->type) {
    case PACKET_CREATE_REQUEST:
        return read_create_request(packet);
    case PACKET_CREATE_REPLY:
        return read_create_reply(packet);
    case PACKET_MESSAGE_RECEIVE:
    case PACKET_MESSAGE_PUBLISH:
        return NULL;
    case PACKET_DESTROY:
        return packet->data.size == 0 ? NULL : "a DESTROY has no data";
    case PACKET_HELLO:
        return read_hello(packet);
    }
    return "its type isn't one from 1 to 6";
}

void packet_write_header(uint8_t *at, enum packet_type type, uint32_t data_size)
{
    at[0] = (uint8_t) type;
    put_u32(at + OFFSET_SIZE, data_size);
}

void packet_write_create_request_header(uint8_t *at, uint32_t text_size)
{
    packet_write_header(at, PACKET_CREATE_REQUEST, SIZE_BYTES + text_size);
    put_u32(at + PACKET_HEADER_BYTES, text_size);
}

void packet_write_create_reply(uint8_t at[CREATE_REPLY_BYTES], bool created)
{
    packet_write_header(at, PACKET_CREATE_REPLY, 1);
    at[PACKET_HEADER_BYTES] = created;
}

void packet_write_hello(uint8_t at[HELLO_BYTES], const struct identity *identity)
{
    memset(at, 0, HELLO_BYTES);
    packet_write_header(at, PACKET_HELLO, HELLO_DATA_BYTES);
    uint8_t *data = at + PACKET_HEADER_BYTES;
    data[0] = HELLO_VERSION;
    put_u32(data + OFFSET_IDENTITY, (uint32_t) (identity->words >> 32));
    put_u32(data + OFFSET_IDENTITY + 4, (uint32_t) identity->words);
    memcpy(data + OFFSET_IDENTITY + 8, identity->rest, sizeof identity->rest);
}
