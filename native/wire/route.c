#include "route.h"

#include <string.h>

#include "base/bytes.h"
#include "identity.h"
#include "request_id.h"

enum { WORD_BYTES = 4, SENDER_WORDS = 3 };

/* A word of what a sender put into a route: 0 and 1 are its identity, 2 is the base. */
static uint32_t sender_word(const struct route *route, unsigned index)
{
    return get_u32(route->bytes + route->size - (SENDER_WORDS - index) * WORD_BYTES);
}

uint64_t route_identity_of_create(const struct route *route)
{
    /* The connection comes first. */
    if (route->size < (1 + SENDER_WORDS) * WORD_BYTES || route_base(route) > REQUEST_ID_MASK) {
        return IDENTITY_NONE;
    }
    uint64_t words = identity_join(sender_word(route, 0), sender_word(route, 1));
    return identity_are_words(words) ? words : IDENTITY_NONE;
}

uint64_t route_identity(const struct route *route, uint32_t id)
{
    uint64_t words = route_identity_of_create(route);
    bool near = words != IDENTITY_NONE && request_id_distance(route_base(route), id) <= ROUTE_MAX_IN_FLIGHT;
    return near ? words : IDENTITY_NONE;
}

uint32_t route_base(const struct route *route)
{
    return sender_word(route, 2);
}

bool route_is_same_connection(uint64_t identity, const struct route *one, const struct route *other)
{
    size_t compared = one->size - (identity == IDENTITY_NONE ? 0 : WORD_BYTES);
    return one->size == other->size && memcmp(one->bytes, other->bytes, compared) == 0;
}

bool route_is_earlier(const struct route *route, const struct route *other)
{
    uint32_t before = request_id_distance(get_u32(route->bytes), get_u32(other->bytes));
    return before != 0 && before <= REQUEST_ID_MASK / 2;
}
