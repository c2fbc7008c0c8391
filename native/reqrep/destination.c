#include "destination.h"

#include <stddef.h>

#include "base/endpoint_url.h"

enum {
    /* From one lookup to the next; the longer, the more often it has failed in a row. */
    SHORTEST_INTERVAL_MS = 1000,
    LONGEST_INTERVAL_MS = 10000,
    MAX_HOST_BYTES = 128
};

bool destination_open(struct destination *destination, const char *url)
{
    char host[MAX_HOST_BYTES];
    *destination = (struct destination){.url = url, .interval_ms = SHORTEST_INTERVAL_MS};
    bounded_log_init(&destination->failures);
    if (!endpoint_url_host_name(url, host, sizeof host)) {
        return true;
    }
    destination->lookup = name_lookup_new(host);
    return destination->lookup != NULL;
}

static void learn(struct destination *destination)
{
    const char *problem = name_lookup_problem(destination->lookup);
    if (problem == NULL) {
        destination->interval_ms = SHORTEST_INTERVAL_MS;
        return;
    }
    destination->interval_ms *= 2;
    if (destination->interval_ms > LONGEST_INTERVAL_MS) {
        destination->interval_ms = LONGEST_INTERVAL_MS;
    }
    bounded_log_line(
        &destination->failures, "%s: the host name can't be resolved (remote.url): %s", destination->url, problem);
}

static bool begin_round(struct destination *destination, int64_t now)
{
    struct candidate known[CANDIDATES_MAX];
    if (!name_lookup_is_running(destination->lookup)) {
        if (destination->awaited) {
            destination->awaited = false;
            learn(destination);
        }
        if (!destination->asked || now - destination->asked_ms >= destination->interval_ms) {
            destination->asked = destination->awaited = true;
            destination->asked_ms = now;
            name_lookup_begin(destination->lookup);
        }
    }
    /* Those of an earlier lookup, until there are new ones. */
    size_t count = name_lookup_addresses(destination->lookup, known);
    if (count == 0) {
        return false;
    }
    candidates_begin(&destination->candidates, known, count);
    return true;
}

const char *destination_next(struct destination *destination, int64_t now)
{
    if (destination->lookup == NULL) {
        return destination->url;
    }
    if (candidates_round_is_over(&destination->candidates) && !begin_round(destination, now)) {
        return NULL;
    }
    const struct candidate *address = candidates_next(&destination->candidates);
    endpoint_url_with_address(
        destination->url, address->ipv6, address->address, destination->next, sizeof destination->next);
    return destination->next;
}

int64_t destination_attempt_ms(const struct destination *destination)
{
    return destination->lookup == NULL ? CANDIDATES_LONG_MS : candidates_attempt_ms(&destination->candidates);
}

void destination_connected(struct destination *destination)
{
    candidates_connected(&destination->candidates);
}

void destination_close(struct destination *destination)
{
    if (destination->url != NULL) {
        name_lookup_free(destination->lookup);
        bounded_log_destroy(&destination->failures);
        *destination = (struct destination){0};
    }
}
