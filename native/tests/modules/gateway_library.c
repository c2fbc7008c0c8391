/*
 * In the place of a C gateway's library (libgateway.so), for the test of gateway.library: Message_* functions of its
 * own kind. What it has made and what is left of it, it tells on stderr at the end.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway_module.h"

#define EXPORTED __attribute__((visibility("default")))

struct message {
    atomic_int references;
    CONSTBUFFER bytes;
};

static atomic_int made;
static atomic_int left;

__attribute__((destructor)) static void tell(void)
{
    fprintf(stderr, "gateway_library: %d messages made, %d left\n", made, left);
}

EXPORTED MESSAGE_HANDLE Message_CreateFromByteArray(const unsigned char *source, int32_t size)
{
    struct message *message = malloc(sizeof *message);
    unsigned char *copy = malloc((size_t) size);
    memcpy(copy, source, (size_t) size);
    message->bytes = (CONSTBUFFER){copy, (size_t) size};
    atomic_init(&message->references, 1);
    made++;
    left++;
    return message;
}

EXPORTED int32_t Message_ToByteArray(MESSAGE_HANDLE handle, unsigned char *buffer, int32_t size)
{
    const struct message *message = handle;
    if (buffer != NULL && size >= (int32_t) message->bytes.size) {
        memcpy(buffer, message->bytes.buffer, message->bytes.size);
    }
    return (int32_t) message->bytes.size;
}

EXPORTED MESSAGE_HANDLE Message_Clone(MESSAGE_HANDLE handle)
{
    struct message *message = handle;
    message->references++;
    return handle;
}

EXPORTED void Message_Destroy(MESSAGE_HANDLE handle)
{
    struct message *message = handle;
    if (--message->references == 0) {
        free((void *) message->bytes.buffer);
        free(message);
        left--;
    }
}

EXPORTED const CONSTBUFFER *Message_GetContent(MESSAGE_HANDLE handle)
{
    const struct message *message = handle;
    return &message->bytes;
}

EXPORTED MESSAGE_HANDLE Message_Create(const MESSAGE_CONFIG *configuration)
{
    return Message_CreateFromByteArray(configuration->source, (int32_t) configuration->size);
}

EXPORTED CONSTMAP_HANDLE Message_GetProperties(MESSAGE_HANDLE handle)
{
    return handle;
}

EXPORTED CONSTBUFFER_HANDLE Message_GetContentHandle(MESSAGE_HANDLE handle)
{
    return handle;
}
