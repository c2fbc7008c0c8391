/*
 * Whose packets these are: 16 random bytes that a session draws when it is opened. The first 8 are two words whose top
 * bits are 0. They stand in the route of every packet that the session sends: docs/wire-format.md.
 */
#ifndef OUTRIGGER_IDENTITY_H
#define OUTRIGGER_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

enum { IDENTITY_REST_BYTES = 8 };

/* In place of the words of a sender that has no identity. */
#define IDENTITY_NONE UINT64_C(0)

struct identity {
    uint64_t words;                    /* both, the first one in the upper half */
    uint8_t rest[IDENTITY_REST_BYTES]; /* which only HELLO carries */
};

/* A new one. */
struct identity identity_new(void);

/* The bits that are 0 in an identity's words. */
#define IDENTITY_TOP_BITS UINT64_C(0x8000000080000000)

/* Whether these can be an identity's words. */
static inline bool identity_are_words(uint64_t words)
{
    return words != IDENTITY_NONE && (words & IDENTITY_TOP_BITS) == 0;
}

/* Two words as one number. */
static inline uint64_t identity_join(uint32_t first, uint32_t second)
{
    return (uint64_t) first << 32 | second;
}

#endif
