#include "json_memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <jansson.h>

static atomic_ulong failures;

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL) {
        failures++;
    }
    return memory;
}

static void release(void *memory)
{
    free(memory);
}

static void set(void)
{
    json_set_alloc_funcs(allocate, release);
}

unsigned long og_json_memory_failures(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set);
    return failures;
}
