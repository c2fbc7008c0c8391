#ifndef OUTRIGGER_ENDPOINT_URL_H
#define OUTRIGGER_ENDPOINT_URL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What nanomsg takes as an address, checked before it is asked: it aborts on some of the rest. Writes what is wrong and
 * what would be right, and gives false, if this isn't one.
 */
bool endpoint_url_check(const char *url, char *problem, size_t problem_size);

/* The same for an address to be bound: nanomsg deletes whatever file lies there. */
bool endpoint_url_check_bind(const char *url, char *problem, size_t problem_size);

#endif
