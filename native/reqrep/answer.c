#include "answer.h"

#include "outgoing.h"

enum { OFFSET_ID = 8, OFFSET_PACKET = 12 };

static void read_body(struct bytes body, struct answer *answer)
{
    struct packet packet;
    answer->identity = IDENTITY_NONE;
    if (body.size == 0) {
        answer->body = WINDOW_EMPTY;
    } else if (packet_read(body, &packet) != NULL) {
        answer->body = WINDOW_OTHER;
    } else if (packet.type == PACKET_HELLO) {
        answer->body = WINDOW_HELLO;
        answer->identity = packet.identity;
    } else if (packet.type == PACKET_CREATE_REPLY) {
        answer->body = packet.created ? WINDOW_CREATED : WINDOW_REFUSED;
    } else {
        answer->body = WINDOW_OTHER;
    }
}

bool answer_read(const struct nano_message *message, uint64_t identity, struct answer *answer)
{
    if (message->route.size != 0 || message->size < OFFSET_PACKET
        || identity_join(message->id, get_u32(message->body)) != identity
        || (get_u32(message->body + OFFSET_ID) & OUTGOING_ID_FLAG) == 0) {
        return false;
    }
    answer->id = get_u32(message->body + OFFSET_ID) & ~OUTGOING_ID_FLAG;
    read_body((struct bytes){message->body + OFFSET_PACKET, message->size - OFFSET_PACKET}, answer);
    return true;
}
