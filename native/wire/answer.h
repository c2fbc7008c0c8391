/* What an SP reply to a request of ours says. */
#ifndef OG_ANSWER_H
#define OG_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "sp_message.h"

enum og_answer_body {
    OG_ANSWER_EMPTY,
    OG_ANSWER_HELLO,   /* as an empty one, and says who answers */
    OG_ANSWER_REFUSED, /* CREATE_REPLY 0 */
    OG_ANSWER_CREATED, /* CREATE_REPLY 1 */
    OG_ANSWER_OTHER
};

struct og_answer {
    uint32_t id; /* of the request, without the top bit */
    enum og_answer_body body;
    uint64_t identity; /* of a HELLO: the words of who answers; else OG_IDENTITY_NONE */
};

/*
 * Reads a reply that a raw NN_REQ socket received. It gives the first word of the route as header, and the second one,
 * the base, the request id and the packet as body. Gives whether it is one to the session with this identity.
 */
bool og_answer_read(const struct og_sp_message *message, uint64_t identity, struct og_answer *answer);

#endif
