#include "loaded.h"

#include "module.h"
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>

#include <nanomsg/nn.h>

static struct og_module module;
static int started;
static int channel; /* its address is the broker's handle */

void loaded_open(const char *path)
{
    char problem[1024];
    if (!og_module_load(&module, path, problem, sizeof problem)) {
        fprintf(stderr, "%s\n", problem);
        exit(2);
    }
}

int loaded_is_created(void)
{
    return module.handle != NULL;
}

int loaded_create(int socket, const char *args)
{
    channel = socket;
    started = 0;
    return og_module_create(&module, &channel, args);
}

void loaded_start(void)
{
    if (loaded_is_created() && !started) {
        started = 1;
        module.api->Start(module.handle);
    }
}

int loaded_is_started(void)
{
    return loaded_is_created() && started;
}

void loaded_receive(const unsigned char *bytes, size_t size)
{
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes, (int32_t)size);
    if (message == NULL) {
        event("bad message");
        return;
    }
    module.api->Receive(module.handle, message);
    Message_Destroy(message);
}

void loaded_destroy(void)
{
    og_module_destroy(&module);
}

/* On any thread of the module; waits for room, and for a gateway. */
__attribute__((visibility("default"))) int Broker_Publish(BROKER_HANDLE broker, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    if (broker != &channel || source == NULL || message == NULL) {
        return BROKER_INVALIDARG;
    }
    int32_t size = Message_ToByteArray(message, NULL, 0);
    void *bytes = size < 0 || size > LARGEST_BYTES ? NULL : nn_allocmsg((size_t)size, 0);
    if (bytes == NULL) {
        return BROKER_ERROR;
    }
    Message_ToByteArray(message, bytes, size);
    if (nn_send(channel, &bytes, NN_MSG, 0) < 0) {
        nn_freemsg(bytes);
        return BROKER_ERROR;
    }
    return BROKER_OK;
}
