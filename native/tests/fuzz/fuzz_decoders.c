/* libFuzzer: what comes from outside as a packet or a gateway message, and as an SP reply's body. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/gateway_message.h"
#include "wire/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_message(struct bytes bytes)
{
    struct gateway_message message;
    struct property property;
    uint32_t count = 0;
    if (gateway_message_read(bytes, &message) != NULL) {
        return;
    }
    while (gateway_message_next(&message.properties, &property)) {
        count += strlen((const char *) property.key.data) == property.key.size;
    }
    if (count != message.property_count || message.content.data + message.content.size != bytes.data + bytes.size) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct packet packet;
    read_message((struct bytes){data, size});
    if (packet_read((struct bytes){data, size}, &packet) == NULL) {
        read_message(packet.data);
    }
    return 0;
}
