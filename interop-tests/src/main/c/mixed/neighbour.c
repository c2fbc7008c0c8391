/*
 * A gateway module that uses a libnanomsg itself: the one that it was linked with. It asks each message that it receives
 * of a socket of its own, over ipc, and publishes the answer, which is the same. Its ARGS are the socket's address.
 */
#include "gateway_module.h"

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct neighbour {
    BROKER_HANDLE broker;
    int asking;    /* NN_REQ */
    int answering; /* NN_REP */
    bool failed;
    pthread_t thread;
};

static void *answer_all(void *argument)
{
    const struct neighbour *neighbour = argument;
    void *bytes;
    int size;
    while ((size = nn_recv(neighbour->answering, &bytes, NN_MSG, 0)) >= 0) {
        if (nn_send(neighbour->answering, &bytes, NN_MSG, 0) != size) {
            nn_freemsg(bytes);
            break;
        }
    }
    return NULL;
}

static MODULE_HANDLE create(BROKER_HANDLE broker, const void *configuration)
{
    const char *address = configuration;
    struct neighbour *neighbour = calloc(1, sizeof *neighbour);
    if (neighbour == NULL) {
        return NULL;
    }
    neighbour->broker = broker;
    neighbour->answering = nn_socket(AF_SP, NN_REP);
    neighbour->asking = nn_socket(AF_SP, NN_REQ);
    if (nn_bind(neighbour->answering, address) < 0 || nn_connect(neighbour->asking, address) < 0
        || pthread_create(&neighbour->thread, NULL, answer_all, neighbour) != 0) {
        fprintf(stderr, "the neighbour's %s: %s\n", address, nn_strerror(nn_errno()));
        free(neighbour);
        return NULL;
    }
    return neighbour;
}

static void start(MODULE_HANDLE module)
{
    (void)module;
}

static void receive(MODULE_HANDLE module, MESSAGE_HANDLE message)
{
    struct neighbour *neighbour = module;
    if (neighbour->failed) {
        return;
    }
    int32_t size = Message_ToByteArray(message, NULL, 0);
    void *bytes = nn_allocmsg((size_t)size, 0);
    Message_ToByteArray(message, bytes, size);
    int answered = -1;
    if (nn_send(neighbour->asking, &bytes, NN_MSG, 0) < 0
        || (answered = nn_recv(neighbour->asking, &bytes, NN_MSG, 0)) < 0) {
        fprintf(stderr, "the neighbour has no answer: %s\n", nn_strerror(nn_errno()));
        neighbour->failed = true;
        return;
    }
    MESSAGE_HANDLE answer = Message_CreateFromByteArray(bytes, answered);
    nn_freemsg(bytes);
    Broker_Publish(neighbour->broker, module, answer);
    Message_Destroy(answer);
}

static void destroy(MODULE_HANDLE module)
{
    struct neighbour *neighbour = module;
    nn_close(neighbour->answering);
    pthread_join(neighbour->thread, NULL);
    nn_close(neighbour->asking);
    free(neighbour);
}

const MODULE_API_1 *Module_GetApi(int version)
{
    static const MODULE_API_1 api = {
        .version = GATEWAY_API_VERSION_1, .Create = create, .Destroy = destroy, .Receive = receive, .Start = start};
    return version == GATEWAY_API_VERSION_1 ? &api : NULL;
}
