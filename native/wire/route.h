/* The SP header of a request: where it came from, and so where its answer goes. docs/wire-format.md */
#ifndef OUTRIGGER_ROUTE_H
#define OUTRIGGER_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ROUTE_MAX_BYTES = 64,
    ROUTE_MAX_IN_FLIGHT = 8192 /* of one sender: so far its oldest unacknowledged packet may be behind the newest */
};

/*
 * All words of a request's SP header but the last, which is the request id. The connection, a word for each device in
 * between, and of an Outrigger sender the two words of its identity, and the base.
 */
struct route {
    size_t size;
    uint8_t bytes[ROUTE_MAX_BYTES];
};

/*
 * Whose packet with this id came by a route: the words of its identity, or IDENTITY_NONE. Words that can't be an
 * identity and a base are taken for those of devices.
 */
uint64_t route_identity(const struct route *route, uint32_t id);

/* The same of CREATE_REQUEST, whose base may be any. */
uint64_t route_identity_of_create(const struct route *route);

/* The base: the oldest id that its sender keeps until it is acknowledged. The route must have an identity. */
uint32_t route_base(const struct route *route);

/* Whether the packets of a sender with this identity came over one connection: the base is no part of it. */
bool route_is_same_connection(uint64_t identity, const struct route *one, const struct route *other);

/*
 * Whether a route's connection came before the other's. A raw NN_REP socket counts its connections, from a random
 * number on (nanomsg's nn_xrep_add).
 */
bool route_is_earlier(const struct route *route, const struct route *other);

#endif
