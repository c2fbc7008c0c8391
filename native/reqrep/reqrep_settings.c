#include "reqrep_settings.h"

#include <limits.h>

#include "base/endpoint_url.h"

enum {
    DEFAULT_MAX_MESSAGE_BYTES = 16 << 20,
    DEFAULT_WINDOW_BYTES = 1 << 20,
    DEFAULT_WINDOW_MESSAGES = 1024,
    DEFAULT_ACKNOWLEDGE_MS = 1000,
    DEFAULT_MISSED_DEADLINES = 3,
    DEFAULT_RECONNECT_MS = 5000,
    DEFAULT_ORPHAN_MS = 30000,
    MAX_BYTES = 1 << 30,
    MIN_MESSAGE_BYTES = 1024,
    MAX_MISSED_DEADLINES = 1000000,
    HOUR_MS = 3600 * 1000,
    MAX_ABSENCE_MS = 20 * 24 * HOUR_MS
};

static const char *required_url(struct og_configuration *configuration, const char *key,
    bool (*check)(const char *url, char *problem, size_t problem_size))
{
    char problem[512];
    const char *url = og_configuration_required_text(configuration, key);
    if (*url != '\0' && !check(url, problem, sizeof problem)) {
        og_configuration_problem(configuration, key, problem);
    }
    return url;
}

/* A host waits for its gateway as long as there is a connection. */
static unsigned missed_deadlines(struct og_configuration *configuration, enum og_window_side side)
{
    return side == OG_WINDOW_HOST ? UINT_MAX
                                  : (unsigned) og_configuration_number(configuration, "missed.deadlines",
                                      DEFAULT_MISSED_DEADLINES, 1, MAX_MISSED_DEADLINES);
}

struct og_reqrep_settings og_reqrep_settings_read(struct og_configuration *configuration, enum og_window_side side)
{
    bool gateway = side == OG_WINDOW_GATEWAY;
    return (struct og_reqrep_settings){
        .listen_url = required_url(configuration, "listen.url", og_endpoint_url_check_listen),
        .remote_url = required_url(configuration, "remote.url", og_endpoint_url_check),
        .max_message_bytes = (size_t) og_configuration_number(
            configuration, "max.message.bytes", DEFAULT_MAX_MESSAGE_BYTES, MIN_MESSAGE_BYTES, MAX_BYTES),
        .window_bytes
        = (size_t) og_configuration_number(configuration, "window.bytes", DEFAULT_WINDOW_BYTES, 1, MAX_BYTES),
        .window_messages = (unsigned) og_configuration_number(
            configuration, "window.messages", DEFAULT_WINDOW_MESSAGES, 1, OG_WINDOW_MAX_MESSAGES),
        .acknowledge_ms
        = og_configuration_number(configuration, "acknowledge.timeout.ms", DEFAULT_ACKNOWLEDGE_MS, 10, HOUR_MS),
        .missed_deadlines = missed_deadlines(configuration, side),
        .absence_ms = og_configuration_number(configuration, gateway ? "reconnect.timeout.ms" : "orphan.timeout.ms",
            gateway ? DEFAULT_RECONNECT_MS : DEFAULT_ORPHAN_MS, 0, MAX_ABSENCE_MS),
    };
}

struct og_window_settings og_reqrep_settings_window(const struct og_reqrep_settings *settings, enum og_window_side side)
{
    return (struct og_window_settings){
        .side = side,
        .max_messages = settings->window_messages,
        .max_bytes = settings->window_bytes,
        .timeout = settings->acknowledge_ms,
        .missed = settings->missed_deadlines,
    };
}

size_t og_reqrep_settings_queue_bytes(const struct og_reqrep_settings *settings)
{
    enum { WINDOWS = 8 };
    return settings->window_bytes > SIZE_MAX / WINDOWS ? SIZE_MAX : WINDOWS * settings->window_bytes;
}
