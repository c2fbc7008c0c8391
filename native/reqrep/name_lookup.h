/*
 * Looks up a host name on a thread of its own, which ends with the lookup: neither a close nor anything else waits for
 * a name server. One lookup at a time. Used by one thread.
 */
#ifndef OUTRIGGER_NAME_LOOKUP_H
#define OUTRIGGER_NAME_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "candidates.h"

struct name_lookup;

/* NULL if there is no memory. */
struct name_lookup *name_lookup_new(const char *host);

/* Begins one, if none is running. */
void name_lookup_begin(struct name_lookup *lookup);

/* Whether one was begun and isn't over. */
bool name_lookup_is_running(struct name_lookup *lookup);

/* Writes what the last one found that found something, at most CANDIDATES_MAX; gives how many. */
size_t name_lookup_addresses(struct name_lookup *lookup, struct candidate *addresses);

/* Why the last one failed; NULL if it didn't, or one is running. */
const char *name_lookup_problem(struct name_lookup *lookup);

/* Doesn't wait for a lookup that is running: its thread frees it in the end. NULL is allowed. */
void name_lookup_free(struct name_lookup *lookup);

#endif
