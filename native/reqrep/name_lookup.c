#include "name_lookup.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Shared by its owner and, while a lookup runs, the thread; the last one frees it. */
struct og_name_lookup {
    char *host;
    pthread_mutex_t mutex;
    bool running;
    bool abandoned; /* by its owner */
    struct og_candidate addresses[OG_CANDIDATES_MAX];
    size_t count;
    char problem[128]; /* empty if there is none */
};

static void destroy(struct og_name_lookup *lookup)
{
    pthread_mutex_destroy(&lookup->mutex);
    free(lookup->host);
    free(lookup);
}

struct og_name_lookup *og_name_lookup_new(const char *host)
{
    struct og_name_lookup *lookup = calloc(1, sizeof *lookup);
    if (lookup == NULL) {
        return NULL;
    }
    pthread_mutex_init(&lookup->mutex, NULL);
    lookup->host = strdup(host);
    if (lookup->host == NULL) {
        destroy(lookup);
        return NULL;
    }
    return lookup;
}

/* Addresses that count for one interface alone nanomsg doesn't take. */
static bool to_candidate(const struct addrinfo *info, struct og_candidate *candidate)
{
    candidate->ipv6 = info->ai_family == AF_INET6;
    if (info->ai_family == AF_INET) {
        const struct sockaddr_in *address = (const struct sockaddr_in *) (const void *) info->ai_addr;
        return inet_ntop(AF_INET, &address->sin_addr, candidate->address, sizeof candidate->address) != NULL;
    }
    const struct sockaddr_in6 *address = (const struct sockaddr_in6 *) (const void *) info->ai_addr;
    return info->ai_family == AF_INET6 && address->sin6_scope_id == 0
        && inet_ntop(AF_INET6, &address->sin6_addr, candidate->address, sizeof candidate->address) != NULL;
}

static void *run(void *argument)
{
    struct og_name_lookup *lookup = argument;
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    struct og_candidate addresses[OG_CANDIDATES_MAX];
    size_t count = 0;
    int error = getaddrinfo(lookup->host, NULL, &hints, &found);
    for (struct addrinfo *info = found; info != NULL && count < OG_CANDIDATES_MAX; info = info->ai_next) {
        count += to_candidate(info, &addresses[count]) ? 1 : 0;
    }
    if (found != NULL) {
        freeaddrinfo(found);
    }
    pthread_mutex_lock(&lookup->mutex);
    if (count > 0) {
        memcpy(lookup->addresses, addresses, count * sizeof addresses[0]);
        lookup->count = count;
    }
    snprintf(lookup->problem, sizeof lookup->problem, "%s",
        error != 0       ? gai_strerror(error)
            : count == 0 ? "it has no address"
                         : "");
    lookup->running = false;
    bool abandoned = lookup->abandoned;
    pthread_mutex_unlock(&lookup->mutex);
    if (abandoned) {
        destroy(lookup);
    }
    return NULL;
}

void og_name_lookup_begin(struct og_name_lookup *lookup)
{
    if (og_name_lookup_is_running(lookup)) {
        return;
    }
    lookup->running = true;
    lookup->problem[0] = '\0';
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int error = pthread_create(&thread, &attributes, run, lookup);
    pthread_attr_destroy(&attributes);
    if (error != 0) {
        lookup->running = false;
        snprintf(lookup->problem, sizeof lookup->problem, "no thread can be made: %s", strerror(error));
    }
}

bool og_name_lookup_is_running(struct og_name_lookup *lookup)
{
    pthread_mutex_lock(&lookup->mutex);
    bool running = lookup->running;
    pthread_mutex_unlock(&lookup->mutex);
    return running;
}

size_t og_name_lookup_addresses(struct og_name_lookup *lookup, struct og_candidate *addresses)
{
    pthread_mutex_lock(&lookup->mutex);
    size_t count = lookup->count;
    memcpy(addresses, lookup->addresses, count * sizeof addresses[0]);
    pthread_mutex_unlock(&lookup->mutex);
    return count;
}

const char *og_name_lookup_problem(struct og_name_lookup *lookup)
{
    bool failed = !og_name_lookup_is_running(lookup) && lookup->problem[0] != '\0';
    return failed ? lookup->problem : NULL;
}

void og_name_lookup_free(struct og_name_lookup *lookup)
{
    if (lookup == NULL) {
        return;
    }
    pthread_mutex_lock(&lookup->mutex);
    bool running = lookup->running;
    lookup->abandoned = true;
    pthread_mutex_unlock(&lookup->mutex);
    if (!running) {
        destroy(lookup);
    }
}
