/*
 * The side of a C gateway, for tests: loads a gateway module (liboutrigger_proxy.so) and is the broker for it.
 *
 * usage: c_gateway MODULE.so ARGS.json [RECORD]
 *
 * ARGS.json is a file with the module's args. Prints "created" or "not created" (and ends with status 1), then obeys
 * the lines of its standard input, each answered by one line:
 *
 *   send COUNT BYTES    sends so many messages with BYTES bytes of content; property n is their number,
 *                       counted on from 0 over all commands                       sent TOTAL
 *   raw HEX             sends the message of this serialized form                 sent TOTAL
 *   expect COUNT MS     waits until so many were published, in all                published TOTAL in order | out of
 * order hex                 gives the newest published message                        message HEX slow MS from now on
 * the broker takes so long for each message     slow stop                destroys the module and ends with status 0, as
 * the end of input does      stopped
 *
 * In order: for each value of the property t (0 without it) the property n counts from 0 without gaps or repeats.
 * With RECORD, t and n of each published message are appended to that file as a line before the broker says that it has
 * the message.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway_module.h"
#include "wire/gateway_message.h"

enum { MAX_SOURCES = 16, MAX_LINE = 8192, OVERHEAD_BYTES = 64 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t published_condition;
static unsigned long published;
static bool in_order = true;
static long last[MAX_SOURCES];
static MESSAGE_HANDLE newest;
static long slow_ms;
static int record = -1;
static int broker; /* its address is the broker's handle */
static MODULE_HANDLE module;
static unsigned long sent;

/* --------------------------------------------------------------------------------------------- the broker */

static void note_number(const unsigned char *bytes, int32_t size)
{
    struct og_gateway_message message;
    struct og_message_property property;
    long n = 0;
    long t = 0;
    if (og_gateway_message_read((struct og_bytes){bytes, (size_t) size}, &message) != NULL) {
        in_order = false;
        return;
    }
    while (og_gateway_message_next(&message.properties, &property)) {
        long value = strtol((const char *) property.value.data, NULL, 10);
        n = strcmp((const char *) property.key.data, "n") == 0 ? value : n;
        t = strcmp((const char *) property.key.data, "t") == 0 ? value : t;
    }
    if (t < 0 || t >= MAX_SOURCES || n != last[t]) {
        in_order = false;
    } else {
        last[t]++;
    }
    char line[64];
    /* 16 bytes: SIGKILL cuts a write in two where a page of the file ends, and none ends within a line. */
    int length = snprintf(line, sizeof line, "%2ld %12ld\n", t, n);
    if (record >= 0 && write(record, line, (size_t) length) != length) {
        abort();
    }
}

__attribute__((visibility("default"))) int Broker_Publish(
    BROKER_HANDLE handle, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    if (handle != &broker || source != module || message == NULL) {
        return BROKER_INVALIDARG;
    }
    int32_t size = Message_ToByteArray(message, NULL, 0);
    unsigned char *bytes = malloc((size_t) size);
    Message_ToByteArray(message, bytes, size);
    pthread_mutex_lock(&mutex);
    long pause = slow_ms;
    note_number(bytes, size);
    published++;
    Message_Destroy(newest);
    newest = Message_Clone(message);
    pthread_cond_broadcast(&published_condition);
    pthread_mutex_unlock(&mutex);
    free(bytes);
    if (pause > 0) {
        nanosleep(&(struct timespec){.tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000}, NULL);
    }
    return BROKER_OK;
}

/* ------------------------------------------------------------------------------------------- the commands */

static void send_bytes(const MODULE_API_1 *api, const unsigned char *bytes, size_t size)
{
    MESSAGE_HANDLE message = Message_CreateFromByteArray(bytes, (int32_t) size);
    if (message != NULL) {
        api->Receive(module, message);
        Message_Destroy(message);
        sent++;
    }
}

static void send_numbers(const MODULE_API_1 *api, unsigned long count, size_t content)
{
    unsigned char *bytes = calloc(1, content + OVERHEAD_BYTES);
    for (unsigned long i = 0; i < count; i++) {
        bytes[0] = 0xa1;
        bytes[1] = 0x60;
        og_put_u32(bytes + 6, 1);
        unsigned char *at = bytes + 10;
        at += sprintf((char *) at, "n%c%lu", 0, sent) + 1;
        og_put_u32(at, (uint32_t) content);
        memset(at + 4, (int) i, content);
        at += 4 + content;
        og_put_u32(bytes + 2, (uint32_t) (at - bytes));
        send_bytes(api, bytes, (size_t) (at - bytes));
    }
    free(bytes);
}

static void send_hex(const MODULE_API_1 *api, const char *hex)
{
    unsigned char bytes[MAX_LINE / 2];
    size_t size = 0;
    while (sscanf(hex + 2 * size, "%2hhx", &bytes[size]) == 1) {
        size++;
    }
    send_bytes(api, bytes, size);
}

static void expect(unsigned long count, long ms)
{
    int64_t deadline = og_clock_ms() + ms;
    pthread_mutex_lock(&mutex);
    while (published < count && og_clock_ms() < deadline) {
        og_clock_condition_wait(&published_condition, &mutex, deadline);
    }
    printf("published %lu %s\n", published, in_order ? "in order" : "out of order");
    pthread_mutex_unlock(&mutex);
}

static void show_newest(void)
{
    pthread_mutex_lock(&mutex);
    int32_t size = newest == NULL ? 0 : Message_ToByteArray(newest, NULL, 0);
    unsigned char *bytes = malloc((size_t) size + 1);
    Message_ToByteArray(newest, bytes, size);
    pthread_mutex_unlock(&mutex);
    printf("message ");
    for (int32_t i = 0; i < size; i++) {
        printf("%02x", bytes[i]);
    }
    printf("\n");
    free(bytes);
}

/* Gives false for the end. */
static bool obey(const MODULE_API_1 *api, const char *line)
{
    unsigned long count = 0;
    long number = 0;
    if (strncmp(line, "stop", 4) == 0) {
        return false;
    }
    if (sscanf(line, "send %lu %ld", &count, &number) == 2) {
        send_numbers(api, count, (size_t) number);
        printf("sent %lu\n", sent);
    } else if (strncmp(line, "raw ", 4) == 0) {
        send_hex(api, line + 4);
        printf("sent %lu\n", sent);
    } else if (sscanf(line, "expect %lu %ld", &count, &number) == 2) {
        expect(count, number);
    } else if (strncmp(line, "hex", 3) == 0) {
        show_newest();
    } else if (sscanf(line, "slow %ld", &number) == 1) {
        pthread_mutex_lock(&mutex);
        slow_ms = number;
        pthread_mutex_unlock(&mutex);
        printf("slow\n");
    } else {
        printf("unknown command\n");
    }
    fflush(stdout);
    return true;
}

static const MODULE_API_1 *load(const char *path)
{
    void *library = dlopen(path, RTLD_LAZY);
    void *address = library == NULL ? NULL : dlsym(library, "Module_GetApi");
    if (address == NULL) {
        fprintf(stderr, "c_gateway: %s\n", dlerror());
        exit(2);
    }
    MODULE_GETAPI get_api;
    memcpy(&get_api, &address, sizeof address);
    return get_api(GATEWAY_API_VERSION_1);
}

static char *read_args(const char *path)
{
    static char text[MAX_LINE];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: c_gateway MODULE.so ARGS.json [RECORD]\n");
        return 2;
    }
    og_clock_condition_init(&published_condition);
    if (argc == 4) {
        record = open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    const MODULE_API_1 *api = load(argv[1]);
    CONFIGURATION_HANDLE configuration = api->ParseConfigurationFromJson(read_args(argv[2]));
    module = api->Create(&broker, configuration);
    api->FreeConfiguration(configuration);
    printf(module == NULL ? "not created\n" : "created\n");
    fflush(stdout);
    if (module == NULL) {
        return 1;
    }
    api->Start(module);
    char line[MAX_LINE];
    while (fgets(line, sizeof line, stdin) != NULL && obey(api, line)) { }
    api->Destroy(module);
    Message_Destroy(newest);
    printf("stopped\n");
    return 0;
}
