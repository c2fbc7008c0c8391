#ifndef OUTRIGGER_ENDPOINT_URL_H
#define OUTRIGGER_ENDPOINT_URL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What nanomsg takes as an address, checked before it is asked: it aborts on some of the rest. Writes what is wrong and
 * what would be right, and gives false, if this isn't one.
 */
bool endpoint_url_check(const char *url, char *problem, size_t problem_size);

/*
 * Makes an address ready to be bound: a folder that isn't there is made, for this user alone, if its parent is; what lies
 * at the path and isn't a socket is a fault, for nanomsg would delete it.
 */
bool endpoint_url_prepare_bind(const char *url, char *problem, size_t problem_size);

/* Removes the socket file of a bound address, which nanomsg leaves. NULL is no address. */
void endpoint_url_remove_file(const char *url);

#endif
