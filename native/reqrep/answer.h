/* What an SP reply to a request of ours says. */
#ifndef OUTRIGGER_ANSWER_H
#define OUTRIGGER_ANSWER_H

#include "nano.h"
#include "window.h"

struct answer {
    uint32_t id; /* of the request, without the top bit */
    enum window_answer body;
    uint64_t identity; /* of a HELLO: the words of who answers; else IDENTITY_NONE */
};

/*
 * Reads a reply that a raw NN_REQ socket received. It gives the first word of the route as header, and the second one,
 * the base, the request id and the packet as body. Gives whether it is one to the session with this identity.
 */
bool answer_read(const struct nano_message *message, uint64_t identity, struct answer *answer);

#endif
