/* The SP header of a request: where it came from, and so where its answer goes. docs/wire-format.md */
#ifndef OG_ROUTE_H
#define OG_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    OG_ROUTE_MAX_BYTES = 64,
    OG_ROUTE_MAX_IN_FLIGHT = 8192 /* of one sender: so far its oldest unacknowledged packet may be behind the newest */
};

/*
 * All words of a request's SP header but the last, which is the request id. The connection, a word for each device in
 * between, and of an Outrigger sender the two words of its identity, and the base.
 */
struct og_route {
    size_t size;
    uint8_t bytes[OG_ROUTE_MAX_BYTES];
};

/*
 * Whose packet with this id came by a route: the words of its identity, or OG_IDENTITY_NONE. Words that can't be an
 * identity and a base are taken for those of devices.
 */
uint64_t og_route_identity(const struct og_route *route, uint32_t id);

/* The same of CREATE_REQUEST, whose base may be any. */
uint64_t og_route_identity_of_create(const struct og_route *route);

/* The base: the oldest id that its sender keeps until it is acknowledged. The route must have an identity. */
uint32_t og_route_base(const struct og_route *route);

/* Whether the packets of a sender with this identity came over one connection: the base is no part of it. */
bool og_route_is_same_connection(uint64_t identity, const struct og_route *one, const struct og_route *other);

/*
 * Whether a route's connection came before the other's. A raw NN_REP socket counts its connections, from a random
 * number on (nanomsg's nn_xrep_add).
 */
bool og_route_is_earlier(const struct og_route *route, const struct og_route *other);

#endif
