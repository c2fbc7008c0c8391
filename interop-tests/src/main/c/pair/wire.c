#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put32(unsigned char *to, uint32_t value)
{
    to[0] = (unsigned char)(value >> 24);
    to[1] = (unsigned char)(value >> 16);
    to[2] = (unsigned char)(value >> 8);
    to[3] = (unsigned char)value;
}

static uint32_t get32(const unsigned char *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static size_t packet_header(unsigned char *to, int type, size_t size)
{
    to[0] = 0xA1;
    to[1] = 0x6C;
    to[2] = 1;
    to[3] = (unsigned char)type;
    put32(to + 4, (uint32_t)size);
    return size;
}

size_t bare_packet(unsigned char *to, int type)
{
    return packet_header(to, type, 8);
}

size_t reply_packet(unsigned char *to, int status)
{
    to[8] = (unsigned char)status;
    return packet_header(to, REPLY, 9);
}

size_t create_packet(unsigned char *to, const char *uri, const char *args)
{
    size_t uri_size = strlen(uri) + 1;
    size_t args_size = strlen(args) + 1;
    to[8] = 1;
    to[9] = 16;
    put32(to + 10, (uint32_t)uri_size);
    memcpy(to + 14, uri, uri_size);
    put32(to + 14 + uri_size, (uint32_t)args_size);
    memcpy(to + 18 + uri_size, args, args_size);
    return packet_header(to, CREATE, 18 + uri_size + args_size);
}

static int create_parse(struct packet *packet, const unsigned char *bytes, size_t size)
{
    if (size < 20 || bytes[8] != 1 || bytes[9] != 16) {
        return 0;
    }
    size_t uri_size = get32(bytes + 10);
    if (uri_size < 1 || uri_size > size - 19) {
        return 0;
    }
    size_t args_size = get32(bytes + 14 + uri_size);
    if (args_size != size - 18 - uri_size || bytes[13 + uri_size] != 0 || bytes[size - 1] != 0) {
        return 0;
    }
    packet->bytes = malloc(size);
    if (packet->bytes == NULL) {
        return 0;
    }
    memcpy(packet->bytes, bytes, size);
    packet->uri = packet->bytes + 14;
    packet->args = packet->bytes + 18 + uri_size;
    return 1;
}

int packet_parse(struct packet *packet, const unsigned char *bytes, size_t size)
{
    memset(packet, 0, sizeof *packet);
    if (size < 8 || bytes[0] != 0xA1 || bytes[1] != 0x6C || bytes[2] != 1 || get32(bytes + 4) != size) {
        return 0;
    }
    packet->type = bytes[3];
    switch (packet->type) {
    case CREATE:
        return create_parse(packet, bytes, size);
    case REPLY:
        packet->status = size == 9 ? bytes[8] : -1;
        return size == 9;
    case START:
    case DESTROY:
        return size == 8;
    default:
        return 0;
    }
}

void packet_free(struct packet *packet)
{
    free(packet->bytes);
}

static unsigned char content_byte(long number, size_t index)
{
    return (unsigned char)((unsigned long)number + 31 * index);
}

size_t numbered_message(unsigned char *to, long number, size_t size)
{
    size_t at = 10;
    to[0] = 0xA1;
    to[1] = 0x60;
    put32(to + 6, 1);
    at += (size_t)sprintf((char *)to + at, "n") + 1;
    at += (size_t)sprintf((char *)to + at, "%ld", number) + 1;
    put32(to + at, (uint32_t)size);
    at += 4;
    for (size_t i = 0; i < size; i++) {
        to[at + i] = content_byte(number, i);
    }
    put32(to + 2, (uint32_t)(at + size));
    return at + size;
}

/* Returns where the text that begins at `at` ends, or `limit` when it doesn't end before. */
static size_t end_of_text(const unsigned char *bytes, size_t at, size_t limit)
{
    while (at < limit && bytes[at] != 0) {
        at++;
    }
    return at;
}

long message_parse(const unsigned char *bytes, size_t size, long *number)
{
    if (size < 14 || bytes[0] != 0xA1 || bytes[1] != 0x60 || get32(bytes + 2) != size) {
        return -1;
    }
    size_t limit = size - 4;
    size_t at = 10;
    uint32_t properties = get32(bytes + 6);
    for (uint32_t i = 0; i < properties; i++) {
        size_t value = end_of_text(bytes, at, limit) + 1;
        size_t end = value < limit ? end_of_text(bytes, value, limit) : limit;
        if (end >= limit) {
            return -1;
        }
        if (i == 0 && strcmp((const char *)bytes + at, "n") != 0) {
            return -1;
        }
        if (i == 0) {
            *number = strtol((const char *)bytes + value, NULL, 10);
        }
        at = end + 1;
    }
    if (properties == 0 || at > limit || get32(bytes + at) != size - at - 4) {
        return -1;
    }
    at += 4;
    for (size_t i = at; i < size; i++) {
        if (bytes[i] != content_byte(*number, i - at)) {
            return -1;
        }
    }
    return (long)(size - at);
}
