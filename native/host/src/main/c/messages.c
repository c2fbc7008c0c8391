#include "messages.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gateway_module.h"
#include "wire/gateway_message.h"

#define EXPORTED __attribute__((visibility("default")))

/* ----------------------------------------------------------------------------------------- the host's own */

/* A message as its serialized form. */
struct message {
    atomic_uint references;
    CONSTBUFFER content; /* within the bytes */
    size_t size;
    unsigned char bytes[];
};

static MESSAGE_HANDLE own_create_from_bytes(const unsigned char *source, int32_t size)
{
    struct og_gateway_message parts;
    if (source == NULL || size < 0
        || og_gateway_message_read((struct og_bytes){source, (size_t) size}, &parts) != NULL) {
        return NULL;
    }
    struct message *message = malloc(sizeof *message + (size_t) size);
    if (message != NULL) {
        atomic_init(&message->references, 1);
        message->size = (size_t) size;
        memcpy(message->bytes, source, (size_t) size);
        message->content = (CONSTBUFFER){message->bytes + (parts.content.data - source), parts.content.size};
    }
    return message;
}

static int32_t own_to_bytes(MESSAGE_HANDLE handle, unsigned char *buffer, int32_t size)
{
    const struct message *message = handle;
    if (message == NULL || (buffer == NULL) != (size == 0)) {
        return -1;
    }
    if (buffer != NULL) {
        if ((size_t) size < message->size) {
            return -1;
        }
        memcpy(buffer, message->bytes, message->size);
    }
    return (int32_t) message->size;
}

static MESSAGE_HANDLE own_clone(MESSAGE_HANDLE handle)
{
    struct message *message = handle;
    if (message != NULL) {
        atomic_fetch_add_explicit(&message->references, 1, memory_order_relaxed);
    }
    return message;
}

static const CONSTBUFFER *own_content(MESSAGE_HANDLE handle)
{
    const struct message *message = handle;
    return message == NULL ? NULL : &message->content;
}

static void own_destroy(MESSAGE_HANDLE handle)
{
    struct message *message = handle;
    if (message != NULL && atomic_fetch_sub_explicit(&message->references, 1, memory_order_acq_rel) == 1) {
        free(message);
    }
}

/* These need maps and buffers of the Azure utility library. */
static void *needs_library(const char *function)
{
    og_log_line(
        "the module called %s, which needs a gateway's library: set gateway.library to libgateway.so", function);
    return NULL;
}

static MESSAGE_HANDLE own_create(const MESSAGE_CONFIG *configuration)
{
    (void) configuration;
    return needs_library("Message_Create");
}

static CONSTMAP_HANDLE own_properties(MESSAGE_HANDLE message)
{
    (void) message;
    return needs_library("Message_GetProperties");
}

static CONSTBUFFER_HANDLE own_content_handle(MESSAGE_HANDLE message)
{
    (void) message;
    return needs_library("Message_GetContentHandle");
}

/* --------------------------------------------------------------------------------------- one or the other */

static struct {
    MESSAGE_HANDLE (*create)(const MESSAGE_CONFIG *);
    MESSAGE_HANDLE (*create_from_bytes)(const unsigned char *, int32_t);
    int32_t (*to_bytes)(MESSAGE_HANDLE, unsigned char *, int32_t);
    MESSAGE_HANDLE (*clone)(MESSAGE_HANDLE);
    CONSTMAP_HANDLE (*properties)(MESSAGE_HANDLE);
    const CONSTBUFFER *(*content)(MESSAGE_HANDLE);
    CONSTBUFFER_HANDLE (*content_handle)(MESSAGE_HANDLE);
    void (*destroy)(MESSAGE_HANDLE);
} functions = {own_create, own_create_from_bytes, own_to_bytes, own_clone, own_properties, own_content,
    own_content_handle, own_destroy};

/* Writes a function's address where a function pointer is kept, which C has no cast for. */
static bool find(void *library, const char *name, void *function, char *problem, size_t problem_size)
{
    void *address = dlsym(library, name);
    if (address == NULL) {
        snprintf(problem, problem_size, "it has no %s", name);
        return false;
    }
    memcpy(function, &address, sizeof address);
    return true;
}

bool og_messages_use_library(const char *path, char *problem, size_t problem_size)
{
    /* Global, for what else of it the module needs: the maps. */
    void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        snprintf(problem, problem_size, "%s", dlerror());
        return false;
    }
    return find(library, "Message_Create", &functions.create, problem, problem_size)
        && find(library, "Message_CreateFromByteArray", &functions.create_from_bytes, problem, problem_size)
        && find(library, "Message_ToByteArray", &functions.to_bytes, problem, problem_size)
        && find(library, "Message_Clone", &functions.clone, problem, problem_size)
        && find(library, "Message_GetProperties", &functions.properties, problem, problem_size)
        && find(library, "Message_GetContent", &functions.content, problem, problem_size)
        && find(library, "Message_GetContentHandle", &functions.content_handle, problem, problem_size)
        && find(library, "Message_Destroy", &functions.destroy, problem, problem_size);
}

/* -------------------------------------------------------------------------------------- what modules find */

EXPORTED MESSAGE_HANDLE Message_Create(const MESSAGE_CONFIG *configuration)
{
    return functions.create(configuration);
}

EXPORTED MESSAGE_HANDLE Message_CreateFromByteArray(const unsigned char *source, int32_t size)
{
    return functions.create_from_bytes(source, size);
}

EXPORTED int32_t Message_ToByteArray(MESSAGE_HANDLE message, unsigned char *buffer, int32_t size)
{
    return functions.to_bytes(message, buffer, size);
}

EXPORTED MESSAGE_HANDLE Message_Clone(MESSAGE_HANDLE message)
{
    return functions.clone(message);
}

EXPORTED CONSTMAP_HANDLE Message_GetProperties(MESSAGE_HANDLE message)
{
    return functions.properties(message);
}

EXPORTED const CONSTBUFFER *Message_GetContent(MESSAGE_HANDLE message)
{
    return functions.content(message);
}

EXPORTED CONSTBUFFER_HANDLE Message_GetContentHandle(MESSAGE_HANDLE message)
{
    return functions.content_handle(message);
}

EXPORTED void Message_Destroy(MESSAGE_HANDLE message)
{
    functions.destroy(message);
}
