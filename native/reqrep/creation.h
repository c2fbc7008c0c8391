/*
 * Which gateway asked for the module last, and for which one it is there: what a host session knows of CREATE_REQUESTs.
 * Not thread-safe.
 */
#ifndef OUTRIGGER_CREATION_H
#define OUTRIGGER_CREATION_H

#include <stdbool.h>
#include <stdint.h>

#include "listener.h"

/* Zeroed: nobody has asked yet. */
struct creation {
    uint64_t newest;           /* the gateway that sent the newest CREATE_REQUEST; IDENTITY_NONE before the first */
    struct route newest_route; /* of it */
    bool created;
    uint64_t creator;    /* the gateway for which the module is there */
    char *configuration; /* of its CREATE_REQUEST; freed by creation_free */
};

/*
 * Whether another gateway has asked over a later connection: then this CREATE_REQUEST was in flight when its sender
 * went, and decides nothing any more.
 */
bool creation_is_late(const struct creation *creation, const struct request *request);

/* Whether the module that a CREATE_REQUEST asks for is there. */
bool creation_is_there(const struct creation *creation, const struct request *request);

/* Whether the gateway of a CREATE_REQUEST is another one than that of the newest so far. */
bool creation_is_of_another(const struct creation *creation, const struct request *request);

/* Whether a DESTROY is meant for the module that is there. */
bool creation_is_current(const struct creation *creation, const struct request *request);

/* This CREATE_REQUEST, which isn't late, is the newest. */
void creation_asked(struct creation *creation, const struct request *request);

void creation_free(struct creation *creation);

#endif
