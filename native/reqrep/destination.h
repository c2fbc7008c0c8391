/*
 * Where a sender connects to, as nanomsg is to get it: with a literal address. A host name is resolved here, since
 * nanomsg would try its first address alone, and its close would wait for the name server. Never blocks. Used by one
 * thread.
 */
#ifndef OG_DESTINATION_H
#define OG_DESTINATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"
#include "candidates.h"
#include "name_lookup.h"

enum { OG_DESTINATION_URL_BYTES = 192 };

struct og_destination {
    const char *url;               /* the owner's */
    struct og_name_lookup *lookup; /* NULL if the URL has no host name */
    struct og_candidates candidates;
    struct og_bounded_log failures;
    bool asked;
    bool awaited; /* a lookup was begun, and what it found hasn't been seen */
    int64_t asked_ms;
    int64_t interval_ms;
    char next[OG_DESTINATION_URL_BYTES];
};

/* False if there is no memory. To be closed in either case. */
bool og_destination_open(struct og_destination *destination, const char *url);

/* The URL of the next attempt, which lives until the next call; NULL while the name isn't known. To be asked again
 * then. */
const char *og_destination_next(struct og_destination *destination, int64_t now);

/* How long an attempt may go without a result before the next one. */
int64_t og_destination_attempt_ms(const struct og_destination *destination);

/* There is a connection: if it breaks, the name is resolved again. */
void og_destination_connected(struct og_destination *destination);

/* Idempotent; also of one that is all zeros. */
void og_destination_close(struct og_destination *destination);

#endif
