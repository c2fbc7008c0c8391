#include "answer.h"

#include "packet.h"
#include "request_id.h"

enum { OFFSET_ID = 8, OFFSET_PACKET = 12 };

static void read_body(struct bytes body, struct answer *answer)
{
    struct packet packet;
    answer->identity = IDENTITY_NONE;
    if (body.size == 0) {
        answer->body = ANSWER_EMPTY;
    } else if (packet_read(body, &packet) != NULL) {
        answer->body = ANSWER_OTHER;
    } else if (packet.type == PACKET_HELLO) {
        answer->body = ANSWER_HELLO;
        answer->identity = packet.identity;
    } else if (packet.type == PACKET_CREATE_REPLY) {
        answer->body = packet.created ? ANSWER_CREATED : ANSWER_REFUSED;
    } else {
        answer->body = ANSWER_OTHER;
    }
}

bool answer_read(const struct sp_message *message, uint64_t identity, struct answer *answer)
{
    if (message->route.size != 0 || message->size < OFFSET_PACKET
        || identity_join(message->id, get_u32(message->body)) != identity
        || (get_u32(message->body + OFFSET_ID) & REQUEST_ID_FLAG) == 0) {
        return false;
    }
    answer->id = get_u32(message->body + OFFSET_ID) & ~REQUEST_ID_FLAG;
    read_body((struct bytes){message->body + OFFSET_PACKET, message->size - OFFSET_PACKET}, answer);
    return true;
}
