/*
 * Whose packets these are: 16 random bytes that a session draws when it is opened. The first 8 are two words whose top
 * bits are 0. They stand in the route of every packet that the session sends: docs/wire-format.md.
 */
#ifndef OG_IDENTITY_H
#define OG_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

enum { OG_IDENTITY_REST_BYTES = 8 };

/* In place of the words of a sender without an identity. */
#define OG_IDENTITY_NONE UINT64_C(0)

struct og_identity {
    uint64_t words;                       /* both, the first one in the upper half */
    uint8_t rest[OG_IDENTITY_REST_BYTES]; /* which only HELLO carries */
};

/* A new one. */
struct og_identity og_identity_new(void);

/* The bits that are 0 in an identity's words. */
#define OG_IDENTITY_TOP_BITS UINT64_C(0x8000000080000000)

/* Whether these can be an identity's words. */
static inline bool og_identity_are_words(uint64_t words)
{
    return words != OG_IDENTITY_NONE && (words & OG_IDENTITY_TOP_BITS) == 0;
}

/* Two words as one number. */
static inline uint64_t og_identity_join(uint32_t first, uint32_t second)
{
    return (uint64_t) first << 32 | second;
}

#endif
