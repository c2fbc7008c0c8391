#include "route.h"

#include <string.h>

#include "base/bytes.h"
#include "identity.h"
#include "request_id.h"

enum { WORD_BYTES = 4, SENDER_WORDS = 3 };

/* A word of what a sender put into a route: 0 and 1 are its identity, 2 is the base. */
static uint32_t sender_word(const struct og_route *route, unsigned index)
{
    return og_get_u32(route->bytes + route->size - (SENDER_WORDS - index) * WORD_BYTES);
}

uint64_t og_route_identity_of_create(const struct og_route *route)
{
    /* The connection comes first. */
    if (route->size < (1 + SENDER_WORDS) * WORD_BYTES || og_route_base(route) > OG_REQUEST_ID_MASK) {
        return OG_IDENTITY_NONE;
    }
    uint64_t words = og_identity_join(sender_word(route, 0), sender_word(route, 1));
    return og_identity_are_words(words) ? words : OG_IDENTITY_NONE;
}

uint64_t og_route_identity(const struct og_route *route, uint32_t id)
{
    uint64_t words = og_route_identity_of_create(route);
    bool near = words != OG_IDENTITY_NONE && og_request_id_distance(og_route_base(route), id) <= OG_ROUTE_MAX_IN_FLIGHT;
    return near ? words : OG_IDENTITY_NONE;
}

uint32_t og_route_base(const struct og_route *route)
{
    return sender_word(route, 2);
}

bool og_route_is_same_connection(uint64_t identity, const struct og_route *one, const struct og_route *other)
{
    size_t compared = one->size - (identity == OG_IDENTITY_NONE ? 0 : WORD_BYTES);
    return one->size == other->size && memcmp(one->bytes, other->bytes, compared) == 0;
}

bool og_route_is_earlier(const struct og_route *route, const struct og_route *other)
{
    uint32_t before = og_request_id_distance(og_get_u32(route->bytes), og_get_u32(other->bytes));
    return before != 0 && before <= OG_REQUEST_ID_MASK / 2;
}
