#ifndef OG_ENDPOINT_URL_H
#define OG_ENDPOINT_URL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What nanomsg takes as an address, checked before it is asked. Writes what is wrong and what would be right, and gives
 * false, if this isn't one.
 */
bool og_endpoint_url_check(const char *url, char *problem, size_t problem_size);

/* As og_endpoint_url_check, of an address to listen at. */
bool og_endpoint_url_check_listen(const char *url, char *problem, size_t problem_size);

/* Writes the host name in a URL; false if it has none: a path, or a literal address. */
bool og_endpoint_url_host_name(const char *url, char *host, size_t host_size);

/* Whether it has a literal IPv6 address. */
bool og_endpoint_url_is_ipv6(const char *url);

/* Writes the URL with this address, in digits and without brackets, in place of its host name. */
void og_endpoint_url_with_address(const char *url, bool ipv6, const char *address, char *result, size_t size);

/*
 * Makes an address ready to be bound: a folder that isn't there is made, for this user alone, if its parent is; what
 * lies at the path and isn't a socket is a fault.
 */
bool og_endpoint_url_prepare_bind(const char *url, char *problem, size_t problem_size);

/* Removes the socket file of a bound address, which nanomsg leaves. NULL is no address. */
void og_endpoint_url_remove_file(const char *url);

#endif
