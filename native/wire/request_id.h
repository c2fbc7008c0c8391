/* Request ids: numbers of 31 bits, which wrap around. */
#ifndef OG_REQUEST_ID_H
#define OG_REQUEST_ID_H

#include <stdbool.h>
#include <stdint.h>

#define OG_REQUEST_ID_MASK UINT32_C(0x7fffffff)

/* Marks a request id on the wire: the bottom of the SP header's stack. */
#define OG_REQUEST_ID_FLAG UINT32_C(0x80000000)

/* How far an id is before another one, around the circle. */
static inline uint32_t og_request_id_distance(uint32_t id, uint32_t other)
{
    return (other - id) & OG_REQUEST_ID_MASK;
}

/* Whether an id is the other one, or before it by less than half of all ids. */
static inline bool og_request_id_up_to(uint32_t id, uint32_t other)
{
    return og_request_id_distance(id, other) <= OG_REQUEST_ID_MASK / 2;
}

#endif
