/*
 * The addresses that a host name stands for, in the order in which they are tried: all of them, one after the other, in
 * rounds. A state machine without sockets, clocks and threads. As io.outrigger.protocol.reqrep.Candidates.
 */
#ifndef OUTRIGGER_CANDIDATES_H
#define OUTRIGGER_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CANDIDATES_MAX = 32,           /* of a name: more are left out */
    CANDIDATES_ADDRESS_BYTES = 46, /* INET6_ADDRSTRLEN */
    CANDIDATES_LONG_MS = 10000     /* for an address that has no others beside it */
};

struct candidate {
    bool ipv6;
    char address[CANDIDATES_ADDRESS_BYTES]; /* in digits, without brackets */
};

struct candidates {
    struct candidate all[CANDIDATES_MAX];
    size_t count;
    size_t next;
    unsigned rounds; /* that have begun since there was a connection */
};

/*
 * A round begins, with these addresses, in the resolver's order, at most CANDIDATES_MAX. They are tried in that of RFC
 * 8305, section 4: the two families alternate while both have addresses. The first address' family
 * begins.
 */
void candidates_begin(struct candidates *candidates, const struct candidate *resolved, size_t count);

/* Whether all were tried: another round is to begin. So it is at first. */
bool candidates_round_is_over(const struct candidates *candidates);

/* The next one to try; the round isn't over. */
const struct candidate *candidates_next(struct candidates *candidates);

/*
 * How long an attempt may go without a result before the next one: a second in the first round, twice as long in each
 * further one, and at most CANDIDATES_LONG_MS.
 */
int64_t candidates_attempt_ms(const struct candidates *candidates);

/* There is a connection: what comes after it begins from the start. */
void candidates_connected(struct candidates *candidates);

#endif
