/*
 * The module of the contract, in C. It publishes each message that it receives, and does what the "role" of its
 * configuration says besides, as the one in Java, Role.java, which describes them. Where that one throws, this one
 * publishes what can't be.
 *
 * It appends its calls to the file "record", a line each, but for the receives.
 */
#include "gateway_module.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PUBLISHED = 20000, THREADS = 4, HEAD_BYTES = 14, TEXT_BYTES = 64, PATH_BYTES = 512, SLOW_NANOS = 1000000 };

struct module;

struct publisher {
    struct module *module;
    int number;
    int count; /* of its messages */
    pthread_t thread;
};

struct module {
    BROKER_HANDLE broker;
    char role[TEXT_BYTES];
    char record[PATH_BYTES];
    struct publisher publishers[THREADS];
    long taken;
    int out_of_order;
};

/* Copies the text that a key has, as far as the tests write them. */
static void find(const char *json, const char *key, char *value, size_t room)
{
    char quoted[TEXT_BYTES];
    snprintf(quoted, sizeof quoted, "\"%s\"", key);
    const char *at = strstr(json, quoted);
    at = at == NULL ? NULL : strchr(at + strlen(quoted), '"');
    size_t size = 0;
    while (at != NULL && *++at != '"' && *at != '\0' && size + 1 < room) {
        if (*at != '\\') { /* a slash may have one before it */
            value[size++] = *at;
        }
    }
    value[size] = '\0';
}

static void record(const struct module *module, const char *call, const char *configuration)
{
    FILE *file = fopen(module->record, "a");
    if (file == NULL) {
        perror(module->record);
        exit(1);
    }
    fprintf(file, "%s%s\n", call, configuration);
    fclose(file);
}

static int is(const struct module *module, const char *role)
{
    return strcmp(module->role, role) == 0;
}

static void put_size(unsigned char *to, size_t value)
{
    for (int i = 0; i < 4; i++) {
        to[i] = (unsigned char)(value >> (24 - 8 * i));
    }
}

/* Publishes a content without properties; of zeros if it is NULL. */
static int publish(struct module *module, const char *content, size_t size)
{
    unsigned char *bytes = calloc(1, HEAD_BYTES + size);
    if (bytes == NULL) {
        return BROKER_ERROR;
    }
    bytes[0] = 0xa1;
    bytes[1] = 0x60;
    put_size(bytes + 2, HEAD_BYTES + size);
    put_size(bytes + 10, size);
    if (content != NULL) {
        memcpy(bytes + HEAD_BYTES, content, size);
    }
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes, (int32_t)(HEAD_BYTES + size));
    int result = Broker_Publish(module->broker, module, message);
    Message_Destroy(message);
    free(bytes);
    return result;
}

static void publish_of_size(struct module *module, const CONSTBUFFER *content)
{
    char text[TEXT_BYTES] = "";
    memcpy(text, content->buffer, content->size < TEXT_BYTES ? content->size : TEXT_BYTES - 1);
    if (publish(module, NULL, strtoul(text, NULL, 10)) != BROKER_OK) {
        publish(module, "refused", strlen("refused"));
    }
}

static void take(struct module *module, const CONSTBUFFER *content)
{
    char text[TEXT_BYTES];
    int size = snprintf(text, sizeof text, "%ld", module->taken);
    if (content->size == 1 && content->buffer[0] == '?') {
        size = snprintf(text, sizeof text, "%ld %s", module->taken, module->out_of_order ? "out of order" : "in order");
        publish(module, text, (size_t)size);
        return;
    }
    module->out_of_order |= content->size != (size_t)size || memcmp(content->buffer, text, content->size) != 0;
    module->taken++;
}

static void *publish_all(void *argument)
{
    struct publisher *publisher = argument;
    char text[TEXT_BYTES];
    for (int number = 0; number < publisher->count; number++) {
        int size = snprintf(text, sizeof text, "%d %d", publisher->number, number);
        publish(publisher->module, text, (size_t)size);
    }
    return NULL;
}

static MODULE_HANDLE create(BROKER_HANDLE broker, const void *configuration)
{
    struct module *module = calloc(1, sizeof *module);
    if (module == NULL) {
        return NULL;
    }
    module->broker = broker;
    find(configuration, "role", module->role, sizeof module->role);
    find(configuration, "record", module->record, sizeof module->record);
    record(module, "create ", configuration);
    if (is(module, "refuse")) {
        free(module);
        return NULL;
    }
    return module;
}

static void start(MODULE_HANDLE handle)
{
    struct module *module = handle;
    record(module, "start", "");
    int threads = is(module, "source") ? 1 : is(module, "publishers") ? THREADS : 0;
    for (int i = 0; i < threads; i++) {
        struct publisher *publisher = &module->publishers[i];
        *publisher = (struct publisher){.module = module, .number = i, .count = PUBLISHED / threads};
        if (pthread_create(&publisher->thread, NULL, publish_all, publisher) != 0) {
            abort();
        }
    }
}

static void receive(MODULE_HANDLE handle, MESSAGE_HANDLE message)
{
    struct module *module = handle;
    const CONSTBUFFER *content = Message_GetContent(message);
    if (is(module, "size")) {
        publish_of_size(module, content);
    } else if (is(module, "sink")) {
        take(module, content);
    } else if (is(module, "throw") && content->size > 0 && content->buffer[0] == '!') {
        Broker_Publish(module->broker, module, NULL);
    } else {
        if (is(module, "slow")) {
            nanosleep(&(struct timespec){.tv_nsec = SLOW_NANOS}, NULL);
        }
        Broker_Publish(module->broker, module, message);
    }
}

static void destroy(MODULE_HANDLE handle)
{
    struct module *module = handle;
    for (int i = 0; i < THREADS && module->publishers[i].module != NULL; i++) {
        pthread_join(module->publishers[i].thread, NULL);
    }
    record(module, "destroy", "");
    free(module);
}

__attribute__((visibility("default"))) const MODULE_API_1 *Module_GetApi(int version)
{
    static const MODULE_API_1 api = {
        .version = GATEWAY_API_VERSION_1,
        .Create = create,
        .Destroy = destroy,
        .Receive = receive,
        .Start = start,
    };
    return version >= GATEWAY_API_VERSION_1 ? &api : NULL;
}
