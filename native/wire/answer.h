/* What an SP reply to a request of ours says. */
#ifndef OUTRIGGER_ANSWER_H
#define OUTRIGGER_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "sp_message.h"

enum answer_body {
    ANSWER_EMPTY,
    ANSWER_HELLO,   /* as an empty one, and says who answers */
    ANSWER_REFUSED, /* CREATE_REPLY 0 */
    ANSWER_CREATED, /* CREATE_REPLY 1 */
    ANSWER_OTHER
};

struct answer {
    uint32_t id; /* of the request, without the top bit */
    enum answer_body body;
    uint64_t identity; /* of a HELLO: the words of who answers; else IDENTITY_NONE */
};

/*
 * Reads a reply that a raw NN_REQ socket received. It gives the first word of the route as header, and the second one,
 * the base, the request id and the packet as body. Gives whether it is one to the session with this identity.
 */
bool answer_read(const struct sp_message *message, uint64_t identity, struct answer *answer);

#endif
