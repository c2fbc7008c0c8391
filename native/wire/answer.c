#include "answer.h"

#include "packet.h"
#include "request_id.h"

enum { OFFSET_ID = 8, OFFSET_PACKET = 12 };

static void read_body(struct og_bytes body, struct og_answer *answer)
{
    struct og_packet packet;
    answer->identity = OG_IDENTITY_NONE;
    if (body.size == 0) {
        answer->body = OG_ANSWER_EMPTY;
    } else if (og_packet_read(body, &packet) != NULL) {
        answer->body = OG_ANSWER_OTHER;
    } else if (packet.type == OG_PACKET_HELLO) {
        answer->body = OG_ANSWER_HELLO;
        answer->identity = packet.identity;
    } else if (packet.type == OG_PACKET_CREATE_REPLY) {
        answer->body = packet.created ? OG_ANSWER_CREATED : OG_ANSWER_REFUSED;
    } else {
        answer->body = OG_ANSWER_OTHER;
    }
}

bool og_answer_read(const struct og_sp_message *message, uint64_t identity, struct og_answer *answer)
{
    if (message->route.size != 0 || message->size < OFFSET_PACKET
        || og_identity_join(message->id, og_get_u32(message->body)) != identity
        || (og_get_u32(message->body + OFFSET_ID) & OG_REQUEST_ID_FLAG) == 0) {
        return false;
    }
    answer->id = og_get_u32(message->body + OFFSET_ID) & ~OG_REQUEST_ID_FLAG;
    read_body((struct og_bytes){message->body + OFFSET_PACKET, message->size - OFFSET_PACKET}, answer);
    return true;
}
