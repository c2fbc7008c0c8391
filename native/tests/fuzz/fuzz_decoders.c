/* libFuzzer: what comes from outside as a packet or a gateway message, and as an SP reply's body. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/gateway_message.h"
#include "wire/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_message(struct og_bytes bytes)
{
    struct og_gateway_message message;
    struct og_message_property property;
    uint32_t count = 0;
    if (og_gateway_message_read(bytes, &message) != NULL) {
        return;
    }
    while (og_gateway_message_next(&message.properties, &property)) {
        count += strlen((const char *) property.key.data) == property.key.size;
    }
    if (count != message.property_count || message.content.data + message.content.size != bytes.data + bytes.size) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct og_packet packet;
    read_message((struct og_bytes){data, size});
    if (og_packet_read((struct og_bytes){data, size}, &packet) == NULL) {
        read_message(packet.data);
    }
    return 0;
}
