/*
 * The bytes of the pair protocol, from docs/wire-format.md: control packets and gateway messages.
 */
#ifndef OUTRIGGER_PAIR_WIRE_H
#define OUTRIGGER_PAIR_WIRE_H

#include <stddef.h>
#include <stdint.h>

enum packet_type { CREATE = 1, REPLY = 2, START = 3, DESTROY = 4 };
enum status { OK = 0, CONNECTION_ERROR = 1, CREATION_ERROR = 2, DETACH = 255 };

/* Large enough for every packet and message that these programs make themselves. */
enum { MAX_BYTES = 2 << 20 };

struct packet {
    int type;
    int status;     /* of REPLY */
    char *uri;      /* of CREATE, both into bytes that the packet owns */
    char *args;
    char *bytes;
};

/* Writes a packet to `to`, which has room; returns its size. */
size_t create_packet(unsigned char *to, const char *uri, const char *args);
size_t reply_packet(unsigned char *to, int status);
size_t bare_packet(unsigned char *to, int type);

/* Reads a packet; returns whether the bytes are one. packet_free then frees what it owns. */
int packet_parse(struct packet *packet, const unsigned char *bytes, size_t size);
void packet_free(struct packet *packet);

/* A message with the property "n" and `size` bytes of content that depend on the number; returns its size. */
size_t numbered_message(unsigned char *to, long number, size_t size);

/*
 * Reads a message that has the property "n" first. Returns the size of its content, which must be as numbered_message
 * fills it, and stores the number; -1 if the bytes are no such message.
 */
long message_parse(const unsigned char *bytes, size_t size, long *number);

#endif
