#include "answer.h"

#include "packet.h"

enum window_answer answer_read(const struct nano_message *message)
{
    struct packet packet;
    struct bytes body = {message->body, message->size};
    if (message->size == 0) {
        return WINDOW_EMPTY;
    }
    if (packet_read(body, &packet) != NULL || packet.type != PACKET_CREATE_REPLY) {
        return WINDOW_OTHER;
    }
    return packet.created ? WINDOW_CREATED : WINDOW_REFUSED;
}
