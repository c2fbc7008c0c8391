/*
 * The packets of a window, in their order. Their ids are consecutive. Lengths of the queue's front say how far the
 * packets have come:
 *
 *   | sent on this connection .... |
 *   | sent on an earlier connection, never answered ......... |      'exposed': these may have been taken
 *   | were sent, some perhaps only to be refused ........................... |      'numbered'
 *   | all ............................................................................... |
 *
 * So whatever leaves leaves at the front, and order can't be lost.
 */
#ifndef OG_PACKET_QUEUE_H
#define OG_PACKET_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct og_queued_packet {
    void *packet;
    size_t size;
};

struct og_packet_queue {
    struct og_queued_packet *ring;
    size_t capacity, head;
    size_t all, numbered, exposed, sent;
    size_t bytes;
    uint32_t first_id; /* of the packet at the front, now or once there is one */
};

/* Gives whether there was memory. */
bool og_packet_queue_init(struct og_packet_queue *queue, size_t capacity, uint32_t first_id);

/* It must be empty. */
void og_packet_queue_destroy(struct og_packet_queue *queue);

/* Whether one more of this size fits; an empty queue takes one of any size. */
bool og_packet_queue_fits(const struct og_packet_queue *queue, size_t size, size_t max_bytes);

/* Adds one at the end; it must fit. */
void og_packet_queue_add(struct og_packet_queue *queue, void *packet, size_t size);

/* Counted from the front. */
struct og_queued_packet *og_packet_queue_at(const struct og_packet_queue *queue, size_t index);

/* Takes the first one. */
void *og_packet_queue_take(struct og_packet_queue *queue);

/* The id of the packet there, counted from the front; it need not be there yet. */
uint32_t og_packet_queue_id(const struct og_packet_queue *queue, size_t index);

/* Gives the next id to a packet that isn't in the queue, which must be empty. */
uint32_t og_packet_queue_use_id(struct og_packet_queue *queue);

/* The packet behind those sent was sent. */
void og_packet_queue_next_sent(struct og_packet_queue *queue);

/* How many of those that were ever sent are answered by an answer with this id. */
size_t og_packet_queue_answered(const struct og_packet_queue *queue, uint32_t id);

/* How many may have been taken by the peer, on this connection or an earlier one. */
size_t og_packet_queue_answerable(const struct og_packet_queue *queue);

#endif
