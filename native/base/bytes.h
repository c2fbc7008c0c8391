/* Bytes that somebody else owns, and integers in network order. */
#ifndef OG_BYTES_H
#define OG_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* A view: what it points to must live longer. */
struct og_bytes {
    const uint8_t *data;
    size_t size;
};

static inline uint32_t og_get_u32(const uint8_t *at)
{
    return (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
}

static inline void og_put_u32(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t) (value >> 24);
    at[1] = (uint8_t) (value >> 16);
    at[2] = (uint8_t) (value >> 8);
    at[3] = (uint8_t) value;
}

#endif
