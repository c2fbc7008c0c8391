#include "candidates.h"

enum { SHORT_MS = 1000, MAX_DOUBLINGS = 4 };

/* The place of the next one of a family, from this one on; count if there is none. */
static size_t find(const struct og_candidate *resolved, size_t count, size_t from, bool ipv6)
{
    while (from < count && resolved[from].ipv6 != ipv6) {
        from++;
    }
    return from;
}

void og_candidates_begin(struct og_candidates *candidates, const struct og_candidate *resolved, size_t count)
{
    count = count > OG_CANDIDATES_MAX ? OG_CANDIDATES_MAX : count;
    candidates->count = 0;
    candidates->next = 0;
    candidates->rounds++;
    if (count == 0) {
        return;
    }
    bool first = resolved[0].ipv6;
    size_t one = find(resolved, count, 0, first);
    size_t other = find(resolved, count, 0, !first);
    while (one < count || other < count) {
        if (one < count) {
            candidates->all[candidates->count++] = resolved[one];
            one = find(resolved, count, one + 1, first);
        }
        if (other < count) {
            candidates->all[candidates->count++] = resolved[other];
            other = find(resolved, count, other + 1, !first);
        }
    }
}

bool og_candidates_round_is_over(const struct og_candidates *candidates)
{
    return candidates->next == candidates->count;
}

const struct og_candidate *og_candidates_next(struct og_candidates *candidates)
{
    return &candidates->all[candidates->next++];
}

int64_t og_candidates_attempt_ms(const struct og_candidates *candidates)
{
    unsigned doublings = candidates->rounds > 1 ? candidates->rounds - 1 : 0;
    int64_t time = (int64_t) SHORT_MS << (doublings < MAX_DOUBLINGS ? doublings : MAX_DOUBLINGS);
    return candidates->count == 1 || time > OG_CANDIDATES_LONG_MS ? OG_CANDIDATES_LONG_MS : time;
}

void og_candidates_connected(struct og_candidates *candidates)
{
    candidates->next = candidates->count;
    candidates->rounds = 0;
}
