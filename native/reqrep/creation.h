/*
 * Which gateway asked for the module last, and for which one it is there: what a host session knows of CREATE_REQUESTs.
 * Not thread-safe.
 */
#ifndef OG_CREATION_H
#define OG_CREATION_H

#include <stdbool.h>
#include <stdint.h>

#include "listener.h"

/* Zeroed: nobody has asked yet. */
struct og_creation {
    uint64_t newest; /* the gateway that sent the newest CREATE_REQUEST; OG_IDENTITY_NONE before the first */
    struct og_route newest_route; /* of it */
    bool created;
    uint64_t creator;    /* the gateway for which the module is there */
    char *configuration; /* of its CREATE_REQUEST; freed by og_creation_free */
};

/*
 * Whether another gateway has asked over a later connection: then this CREATE_REQUEST was in flight when its sender
 * went, and decides nothing after that.
 */
bool og_creation_is_late(const struct og_creation *creation, const struct og_request *request);

/* Whether the module that a CREATE_REQUEST asks for is there. */
bool og_creation_is_there(const struct og_creation *creation, const struct og_request *request);

/* Whether the gateway of a CREATE_REQUEST is another one than that of the newest so far. */
bool og_creation_is_of_another(const struct og_creation *creation, const struct og_request *request);

/* Whether a DESTROY is meant for the module that is there. */
bool og_creation_is_current(const struct og_creation *creation, const struct og_request *request);

/* This CREATE_REQUEST, which isn't late, is the newest. */
void og_creation_asked(struct og_creation *creation, const struct og_request *request);

void og_creation_free(struct og_creation *creation);

#endif
