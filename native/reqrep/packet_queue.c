#include "packet_queue.h"

#include <stdlib.h>

#include "wire/request_id.h"

bool og_packet_queue_init(struct og_packet_queue *queue, size_t capacity, uint32_t first_id)
{
    *queue = (struct og_packet_queue){.capacity = capacity, .first_id = first_id & OG_REQUEST_ID_MASK};
    queue->ring = calloc(capacity, sizeof *queue->ring);
    return queue->ring != NULL;
}

void og_packet_queue_destroy(struct og_packet_queue *queue)
{
    free(queue->ring);
}

bool og_packet_queue_fits(const struct og_packet_queue *queue, size_t size, size_t max_bytes)
{
    size_t room = max_bytes > queue->bytes ? max_bytes - queue->bytes : 0;
    return queue->all == 0 || (queue->all < queue->capacity && size <= room);
}

void og_packet_queue_add(struct og_packet_queue *queue, void *packet, size_t size)
{
    *og_packet_queue_at(queue, queue->all) = (struct og_queued_packet){packet, size};
    queue->all++;
    queue->bytes += size;
}

struct og_queued_packet *og_packet_queue_at(const struct og_packet_queue *queue, size_t index)
{
    return &queue->ring[(queue->head + index) % queue->capacity];
}

uint32_t og_packet_queue_id(const struct og_packet_queue *queue, size_t index)
{
    return (queue->first_id + (uint32_t) index) & OG_REQUEST_ID_MASK;
}

uint32_t og_packet_queue_use_id(struct og_packet_queue *queue)
{
    uint32_t id = queue->first_id;
    queue->first_id = og_packet_queue_id(queue, 1);
    return id;
}

void og_packet_queue_next_sent(struct og_packet_queue *queue)
{
    queue->sent++;
    queue->numbered = queue->sent > queue->numbered ? queue->sent : queue->numbered;
}

static size_t one_less(size_t length)
{
    return length > 0 ? length - 1 : 0;
}

void *og_packet_queue_take(struct og_packet_queue *queue)
{
    struct og_queued_packet *first = og_packet_queue_at(queue, 0);
    queue->bytes -= first->size;
    queue->head = (queue->head + 1) % queue->capacity;
    queue->first_id = og_packet_queue_id(queue, 1);
    queue->all--;
    queue->numbered = one_less(queue->numbered);
    queue->exposed = one_less(queue->exposed);
    queue->sent = one_less(queue->sent);
    return first->packet;
}

size_t og_packet_queue_answerable(const struct og_packet_queue *queue)
{
    return queue->sent > queue->exposed ? queue->sent : queue->exposed;
}

size_t og_packet_queue_answered(const struct og_packet_queue *queue, uint32_t id)
{
    if (!og_request_id_up_to(queue->first_id, id)) {
        return 0;
    }
    size_t count = og_request_id_distance(queue->first_id, id) + 1;
    return count < queue->numbered ? count : queue->numbered;
}
