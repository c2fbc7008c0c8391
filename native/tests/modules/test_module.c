/*
 * A gateway module for tests. Its configuration is a JSON text that says what it is:
 *
 *   "echo"                      publishes what it receives
 *   "many COUNT"                publishes it so many times
 *   "sink FILE"                 appends the property n of each message and a newline to FILE
 *   "slow MS"                   takes so long for each message, and then publishes it
 *   "shell COMMAND"             when it is created, has a shell run this
 *   "source COUNT THREADS BYTES [MS]"  from its start on publishes: THREADS threads, COUNT messages each, of BYTES
 * bytes; after MS milliseconds from one to the next. Properties: n, the number, and t, the thread "fail" can't be
 * created
 *
 * Each call of the gateway is told on stdout: parse, create, start, destroy, and the number of messages received; for a
 * slow one also each receive.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "gateway_module.h"

enum { MAX_THREADS = 16, MAX_CONFIGURATION = 512, OVERHEAD_BYTES = 64 };

struct test_module;

struct source {
    struct test_module *module;
    pthread_t thread;
    int number;
};

struct test_module {
    BROKER_HANDLE broker;
    char mode[16];
    char file[MAX_CONFIGURATION];
    int descriptor;
    long count, threads, bytes, pause_ms;
    struct source sources[MAX_THREADS];
    atomic_bool ending;
    unsigned long received;
};

static void say(const char *what, unsigned long number)
{
    printf("module %s %lu\n", what, number); /* the host sees to it that it arrives at once */
}

static void pause_for(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static CONFIGURATION_HANDLE parse(const char *text)
{
    say("parse", 0);
    return strdup(text);
}

/* Not by system(), which ignores two signals of the C library's own in what it runs. */
static void run_shell(const char *command)
{
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *) NULL);
        _exit(127);
    }
    waitpid(pid, NULL, 0);
}

static MODULE_HANDLE create(BROKER_HANDLE broker, const void *configuration)
{
    struct test_module *module = calloc(1, sizeof *module);
    char command[MAX_CONFIGURATION];
    module->broker = broker;
    module->descriptor = -1;
    sscanf(configuration, "\"%15[a-z]", module->mode);
    if (strcmp(module->mode, "fail") == 0) {
        free(module);
        return NULL;
    }
    sscanf(configuration, "\"sink %511[^\"]", module->file);
    sscanf(
        configuration, "\"source %ld %ld %ld %ld", &module->count, &module->threads, &module->bytes, &module->pause_ms);
    sscanf(configuration, "\"slow %ld", &module->pause_ms);
    sscanf(configuration, "\"many %ld", &module->count);
    if (sscanf(configuration, "\"shell %511[^\"]", command) == 1) {
        run_shell(command);
    }
    if (module->file[0] != '\0') {
        module->descriptor = open(module->file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    say("create", 0);
    return module;
}

static unsigned char *put_u32(unsigned char *at, unsigned long value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        *at++ = (unsigned char) (value >> shift);
    }
    return at;
}

static int publish_number(struct test_module *module, int thread, long number)
{
    size_t room = OVERHEAD_BYTES + (size_t) module->bytes;
    unsigned char *bytes = calloc(1, room);
    unsigned char *at = put_u32(put_u32(bytes + 2, 0), 2);
    bytes[0] = 0xa1;
    bytes[1] = 0x60;
    at += sprintf((char *) at, "n%c%ld", 0, number) + 1;
    at += sprintf((char *) at, "t%c%d", 0, thread) + 1;
    at = put_u32(at, (unsigned long) module->bytes) + module->bytes;
    put_u32(bytes + 2, (unsigned long) (at - bytes));
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes, (int32_t) (at - bytes));
    int result = Broker_Publish(module->broker, module, message);
    Message_Destroy(message);
    free(bytes);
    return result;
}

static void *publish_all(void *argument)
{
    struct source *source = argument;
    struct test_module *module = source->module;
    for (long i = 0; i < module->count && !module->ending; i++) {
        if (publish_number(module, source->number, i) != BROKER_OK) {
            say("not-published", (unsigned long) i);
            break;
        }
        if (module->pause_ms > 0) {
            pause_for(module->pause_ms);
        }
    }
    say("published-all-of", (unsigned long) source->number);
    return NULL;
}

static void start(MODULE_HANDLE handle)
{
    struct test_module *module = handle;
    say("start", 0);
    for (int i = 0; i < module->threads; i++) {
        module->sources[i] = (struct source){.module = module, .number = i};
        pthread_create(&module->sources[i].thread, NULL, publish_all, &module->sources[i]);
    }
}

/* The value of the first property, which is n. */
static const char *number_of(MESSAGE_HANDLE message, char *bytes, int32_t size)
{
    Message_ToByteArray(message, (unsigned char *) bytes, size);
    return bytes + 12;
}

static void sink(struct test_module *module, MESSAGE_HANDLE message)
{
    int32_t size = Message_ToByteArray(message, NULL, 0);
    char *bytes = malloc((size_t) size);
    char line[64];
    /* 16 bytes: SIGKILL cuts a write in two where a page of the file ends, and none ends within a line. */
    int length = snprintf(line, sizeof line, "%15s\n", number_of(message, bytes, size));
    if (write(module->descriptor, line, (size_t) length) != length) {
        abort();
    }
    free(bytes);
}

static void receive(MODULE_HANDLE handle, MESSAGE_HANDLE message)
{
    struct test_module *module = handle;
    module->received++;
    if (module->descriptor >= 0) {
        sink(module, message);
        return;
    }
    if (strcmp(module->mode, "slow") == 0) {
        say("receive", module->received);
        pause_for(module->pause_ms);
    }
    for (long i = 0; i < module->count || i == 0; i++) {
        Broker_Publish(module->broker, module, message);
    }
}

static void destroy(MODULE_HANDLE handle)
{
    struct test_module *module = handle;
    module->ending = true;
    for (int i = 0; i < module->threads; i++) {
        if (module->sources[i].module != NULL) {
            pthread_join(module->sources[i].thread, NULL);
        }
    }
    if (module->descriptor >= 0) {
        close(module->descriptor);
    }
    say("received", module->received);
    say("destroy", 0);
    free(module);
}

__attribute__((visibility("default"))) const MODULE_API_1 *Module_GetApi(int version)
{
    static const MODULE_API_1 api = {GATEWAY_API_VERSION_1, parse, free, create, destroy, receive, start};
    return version == GATEWAY_API_VERSION_1 ? &api : NULL;
}
