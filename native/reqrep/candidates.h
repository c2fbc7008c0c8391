/*
 * The addresses that a host name stands for, in the order in which they are tried: all of them, one after the other, in
 * rounds. A state machine without sockets, clocks and threads. As io.outrigger.protocol.socket.Candidates.
 */
#ifndef OG_CANDIDATES_H
#define OG_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    OG_CANDIDATES_MAX = 32,           /* of a name: more are left out */
    OG_CANDIDATES_ADDRESS_BYTES = 46, /* INET6_ADDRSTRLEN */
    OG_CANDIDATES_LONG_MS = 10000     /* for an address that has no others beside it */
};

struct og_candidate {
    bool ipv6;
    char address[OG_CANDIDATES_ADDRESS_BYTES]; /* in digits, without brackets */
};

struct og_candidates {
    struct og_candidate all[OG_CANDIDATES_MAX];
    size_t count;
    size_t next;
    unsigned rounds; /* that have begun since there was a connection */
};

/*
 * A round begins, with these addresses, in the resolver's order, at most OG_CANDIDATES_MAX. They are tried in that of
 * RFC 8305, section 4: the two families alternate while both have addresses. The first address' family begins.
 */
void og_candidates_begin(struct og_candidates *candidates, const struct og_candidate *resolved, size_t count);

/* Whether all were tried: another round is to begin. So it is at first. */
bool og_candidates_round_is_over(const struct og_candidates *candidates);

/* The next one to try; the round isn't over. */
const struct og_candidate *og_candidates_next(struct og_candidates *candidates);

/*
 * How long an attempt may go without a result before the next one: a second in the first round, twice as long in each
 * further one, and at most OG_CANDIDATES_LONG_MS.
 */
int64_t og_candidates_attempt_ms(const struct og_candidates *candidates);

/* There is a connection: what comes after it begins from the start. */
void og_candidates_connected(struct og_candidates *candidates);

#endif
