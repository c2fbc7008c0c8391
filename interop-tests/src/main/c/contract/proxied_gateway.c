/*
 * A gateway in C with one module, for the contract: the broker of liboutrigger_proxy.so, say. What comes on its standard
 * input, messages in serialized form, is given to the module; what that publishes comes on its standard output.
 *
 * usage: proxied_gateway MODULE.so ARGS, where ARGS is the module's JSON text
 *
 * Status 1 if the module can't be created; on SIGTERM and at the end of its input it destroys the module and ends with 0.
 */
#include "frames.h"
#include "module.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int broker; /* its address is the broker's handle */
static struct og_module module;

/* Held in each call of the module: its last one must not meet another. */
static pthread_mutex_t calls = PTHREAD_MUTEX_INITIALIZER;

__attribute__((visibility("default"))) int Broker_Publish(BROKER_HANDLE handle, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    if (handle != &broker || source != module.handle || message == NULL) {
        return BROKER_INVALIDARG;
    }
    int32_t size = Message_ToByteArray(message, NULL, 0);
    unsigned char *bytes = malloc((size_t)size);
    if (bytes == NULL) {
        return BROKER_ERROR;
    }
    Message_ToByteArray(message, bytes, size);
    frame_write(STDOUT_FILENO, bytes, (size_t)size);
    free(bytes);
    return BROKER_OK;
}

static void give(const unsigned char *bytes, size_t size)
{
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes, (int32_t)size);
    if (message == NULL) {
        fprintf(stderr, "malformed\n");
        return;
    }
    pthread_mutex_lock(&calls);
    module.api->Receive(module.handle, message);
    pthread_mutex_unlock(&calls);
    Message_Destroy(message);
}

static void *read_input(void *unused)
{
    size_t size;
    unsigned char *bytes;
    (void)unused;
    while ((bytes = frame_read(STDIN_FILENO, &size)) != NULL) {
        give(bytes, size);
        free(bytes);
    }
    kill(getpid(), SIGTERM);
    return NULL;
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: proxied_gateway MODULE.so ARGS\n");
        return 2;
    }
    sigset_t end;
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &end, NULL);
    char problem[1024];
    if (!og_module_load(&module, arguments[1], problem, sizeof problem)) {
        fprintf(stderr, "%s\n", problem);
        return 2;
    }
    if (!og_module_create(&module, &broker, arguments[2])) {
        fprintf(stderr, "not created\n");
        return 1;
    }
    module.api->Start(module.handle);
    pthread_t reader;
    if (pthread_create(&reader, NULL, read_input, NULL) != 0) {
        return 1;
    }
    int signal;
    sigwait(&end, &signal);
    pthread_mutex_lock(&calls);
    og_module_destroy(&module);
    return 0;
}
