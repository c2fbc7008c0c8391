#include "destination.h"

#include <stddef.h>

#include "base/endpoint_url.h"

enum {
    /* From one lookup to the next; the longer, the more often it has failed in a row. */
    SHORTEST_INTERVAL_MS = 1000,
    LONGEST_INTERVAL_MS = 10000,
    MAX_HOST_BYTES = 128
};

bool og_destination_open(struct og_destination *destination, const char *url)
{
    char host[MAX_HOST_BYTES];
    *destination = (struct og_destination){.url = url, .interval_ms = SHORTEST_INTERVAL_MS};
    og_bounded_log_init(&destination->failures);
    if (!og_endpoint_url_host_name(url, host, sizeof host)) {
        return true;
    }
    destination->lookup = og_name_lookup_new(host);
    return destination->lookup != NULL;
}

static void learn(struct og_destination *destination)
{
    const char *problem = og_name_lookup_problem(destination->lookup);
    if (problem == NULL) {
        destination->interval_ms = SHORTEST_INTERVAL_MS;
        return;
    }
    destination->interval_ms *= 2;
    if (destination->interval_ms > LONGEST_INTERVAL_MS) {
        destination->interval_ms = LONGEST_INTERVAL_MS;
    }
    og_bounded_log_line(
        &destination->failures, "%s: the host name can't be resolved (remote.url): %s", destination->url, problem);
}

static bool begin_round(struct og_destination *destination, int64_t now)
{
    struct og_candidate known[OG_CANDIDATES_MAX];
    if (!og_name_lookup_is_running(destination->lookup)) {
        if (destination->awaited) {
            destination->awaited = false;
            learn(destination);
        }
        if (!destination->asked || now - destination->asked_ms >= destination->interval_ms) {
            destination->asked = destination->awaited = true;
            destination->asked_ms = now;
            og_name_lookup_begin(destination->lookup);
        }
    }
    /* Those of an earlier lookup, until there are new ones. */
    size_t count = og_name_lookup_addresses(destination->lookup, known);
    if (count == 0) {
        return false;
    }
    og_candidates_begin(&destination->candidates, known, count);
    return true;
}

const char *og_destination_next(struct og_destination *destination, int64_t now)
{
    if (destination->lookup == NULL) {
        return destination->url;
    }
    if (og_candidates_round_is_over(&destination->candidates) && !begin_round(destination, now)) {
        return NULL;
    }
    const struct og_candidate *address = og_candidates_next(&destination->candidates);
    og_endpoint_url_with_address(
        destination->url, address->ipv6, address->address, destination->next, sizeof destination->next);
    return destination->next;
}

int64_t og_destination_attempt_ms(const struct og_destination *destination)
{
    return destination->lookup == NULL ? OG_CANDIDATES_LONG_MS : og_candidates_attempt_ms(&destination->candidates);
}

void og_destination_connected(struct og_destination *destination)
{
    og_candidates_connected(&destination->candidates);
}

void og_destination_close(struct og_destination *destination)
{
    if (destination->url != NULL) {
        og_name_lookup_free(destination->lookup);
        og_bounded_log_destroy(&destination->failures);
        *destination = (struct og_destination){0};
    }
}
