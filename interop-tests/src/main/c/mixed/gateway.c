/*
 * A gateway in C that has modules of all kinds in its one process: with a libnanomsg of their own, in C and in a JVM, and
 * with Debian's. It gives each module the number of messages in its arguments, on a thread for each module, and requires
 * that the module publishes the same bytes, all, in order, and nothing else. Then it destroys the modules.
 *
 * usage: mixed_gateway MESSAGES [MODULE.so ARGS]..., where MODULE.so is "own" for the module that the program was linked
 * with, if it was: neighbour.c
 *
 * Says what it has done, a line each. Status 0 if everything came back and every module was destroyed.
 */
#include "module.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_MODULES = 8, MOST_BYTES = 8192, DEADLINE_SECONDS = 50 };

/* What is linked in; NULL in the program that has none. */
extern __attribute__((weak)) const MODULE_API_1 *Neighbour_GetApi(int gateway_version);

struct slot {
    struct og_module module;
    const char *path;
    pthread_t thread;
    long published;    /* under the lock */
    const char *wrong; /* what was wrong first, or NULL; under the lock */
};

static struct slot slots[MOST_MODULES];
static int slot_count;
static long messages;
static int broker; /* its address is the broker's handle */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t published = PTHREAD_COND_INITIALIZER;

static unsigned char *put_number(unsigned char *at, size_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        *at++ = (unsigned char)(number >> shift);
    }
    return at;
}

/* Writes the message of this number in serialized form, docs/wire-format.md: a property, and a content of a size and with
   bytes that the number gives. Returns its size. */
static size_t write_message(unsigned char *bytes, long number)
{
    size_t content = (size_t)(number * 7919 % 4001);
    unsigned char *at = bytes;
    *at++ = 0xa1;
    *at++ = 0x60;
    unsigned char *total = at;
    at = put_number(at + 4, 1);
    at += sprintf((char *)at, "n") + 1;
    at += sprintf((char *)at, "%ld", number) + 1;
    at = put_number(at, content);
    for (size_t i = 0; i < content; i++) {
        *at++ = (unsigned char)((size_t)number + i);
    }
    put_number(total, (size_t)(at - bytes));
    return (size_t)(at - bytes);
}

static const char *check(MESSAGE_HANDLE message, long number)
{
    unsigned char expected[MOST_BYTES];
    unsigned char found[MOST_BYTES];
    if (number >= messages) {
        return "more came than was sent";
    }
    size_t size = write_message(expected, number);
    if (Message_ToByteArray(message, NULL, 0) != (int32_t)size) {
        return "a message has another size";
    }
    Message_ToByteArray(message, found, (int32_t)size);
    return memcmp(expected, found, size) == 0 ? NULL : "a message has other bytes";
}

__attribute__((visibility("default"))) int Broker_Publish(BROKER_HANDLE handle, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    struct slot *slot = NULL;
    for (int i = 0; i < slot_count; i++) {
        if (slots[i].module.handle == source) {
            slot = &slots[i];
        }
    }
    if (handle != &broker || source == NULL || slot == NULL || message == NULL) {
        return BROKER_INVALIDARG;
    }
    pthread_mutex_lock(&lock);
    if (slot->wrong == NULL) {
        slot->wrong = check(message, slot->published);
    }
    slot->published++;
    pthread_cond_signal(&published);
    pthread_mutex_unlock(&lock);
    return BROKER_OK;
}

static void *give_messages(void *argument)
{
    struct slot *slot = argument;
    for (long number = 0; number < messages; number++) {
        unsigned char bytes[MOST_BYTES];
        size_t size = write_message(bytes, number);
        MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes, (int32_t)size);
        slot->module.api->Receive(slot->module.handle, message);
        Message_Destroy(message);
    }
    return NULL;
}

static bool create(struct slot *slot, const char *arguments)
{
    char problem[1024];
    if (strcmp(slot->path, "own") == 0 && Neighbour_GetApi != NULL) {
        slot->module.api = Neighbour_GetApi(GATEWAY_API_VERSION_1);
    } else if (!og_module_load(&slot->module, slot->path, problem, sizeof problem)) {
        fprintf(stderr, "%s\n", problem);
        return false;
    }
    if (!og_module_create(&slot->module, &broker, arguments)) {
        fprintf(stderr, "%s could not be created\n", slot->path);
        return false;
    }
    printf("created %s\n", slot->path);
    return true;
}

/* Whether every module has published all, or one something wrong. With the lock held. */
static bool all_done(void)
{
    bool done = true;
    for (int i = 0; i < slot_count; i++) {
        if (slots[i].wrong != NULL) {
            return true;
        }
        done = done && slots[i].published >= messages;
    }
    return done;
}

static void await_all(void)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += DEADLINE_SECONDS;
    pthread_mutex_lock(&lock);
    while (!all_done() && pthread_cond_timedwait(&published, &lock, &end) == 0) {
    }
    pthread_mutex_unlock(&lock);
}

/* Prints what came of each module. Gives whether all of it is as expected. */
static bool report(void)
{
    bool good = true;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < slot_count; i++) {
        const struct slot *slot = &slots[i];
        printf("%ld of %ld came back from %s", slot->published, messages, slot->path);
        printf(slot->wrong == NULL ? "\n" : ": %s\n", slot->wrong);
        good = good && slot->wrong == NULL && slot->published == messages;
    }
    pthread_mutex_unlock(&lock);
    fflush(stdout);
    return good;
}

int main(int count, char **arguments)
{
    if (count < 4 || count % 2 != 0 || (count - 2) / 2 > MOST_MODULES) {
        fprintf(stderr, "usage: mixed_gateway MESSAGES [MODULE.so ARGS]...\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    messages = atol(arguments[1]);
    for (int i = 2; i < count; i += 2) {
        slots[slot_count].path = arguments[i];
        if (!create(&slots[slot_count++], arguments[i + 1])) {
            return 1;
        }
    }
    for (int i = 0; i < slot_count; i++) {
        slots[i].module.api->Start(slots[i].module.handle);
    }
    for (int i = 0; i < slot_count; i++) {
        if (pthread_create(&slots[i].thread, NULL, give_messages, &slots[i]) != 0) {
            return 1;
        }
    }
    await_all();
    if (!report()) {
        _exit(1); /* a thread may be blocked */
    }
    for (int i = 0; i < slot_count; i++) {
        pthread_join(slots[i].thread, NULL);
        og_module_destroy(&slots[i].module);
        printf("destroyed %s\n", slots[i].path);
    }
    return report() ? 0 : 1; /* nothing more came meanwhile */
}
