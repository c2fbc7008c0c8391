/*
 * Resolves a host name on a thread of its own, which ends with the lookup: neither a close nor anything else waits for
 * a name server. One lookup at a time. Used by one thread.
 */
#ifndef OG_NAME_LOOKUP_H
#define OG_NAME_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "candidates.h"

struct og_name_lookup;

/* NULL if there is no memory. */
struct og_name_lookup *og_name_lookup_new(const char *host);

/* Begins one, if none is running. */
void og_name_lookup_begin(struct og_name_lookup *lookup);

/* Whether one was begun and isn't over. */
bool og_name_lookup_is_running(struct og_name_lookup *lookup);

/* Writes what the last one found that found something, at most OG_CANDIDATES_MAX; gives how many. */
size_t og_name_lookup_addresses(struct og_name_lookup *lookup, struct og_candidate *addresses);

/* Why the last one failed; NULL if it didn't, or one is running. */
const char *og_name_lookup_problem(struct og_name_lookup *lookup);

/* Doesn't wait for a lookup that is running: its thread frees it in the end. NULL is allowed. */
void og_name_lookup_free(struct og_name_lookup *lookup);

#endif
