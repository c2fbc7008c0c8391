/* What a configuration tells a session. Most keys are the same on both sides: docs/reqrep.md. */
#ifndef OG_REQREP_SETTINGS_H
#define OG_REQREP_SETTINGS_H

#include "base/configuration.h"
#include "window.h"

struct og_reqrep_settings {
    const char *listen_url;    /* listen.url; lives as long as the configuration, as the next one does */
    const char *remote_url;    /* remote.url */
    size_t max_message_bytes;  /* max.message.bytes: the largest serialized message that is sent or taken */
    size_t window_bytes;       /* window.bytes */
    unsigned window_messages;  /* window.messages */
    int64_t acknowledge_ms;    /* acknowledge.timeout.ms */
    unsigned missed_deadlines; /* missed.deadlines */
    int64_t absence_ms;        /* how long the other side may be away: reconnect.timeout.ms, orphan.timeout.ms */
};

/* What is wrong is added to the configuration's problems. */
struct og_reqrep_settings og_reqrep_settings_read(struct og_configuration *configuration, enum og_window_side side);

/* The same for the window; the sender adds what it chooses itself. */
struct og_window_settings og_reqrep_settings_window(
    const struct og_reqrep_settings *settings, enum og_window_side side);

/* Of the listener: eight windows. So what dead senders have left doesn't keep the next one waiting. */
size_t og_reqrep_settings_queue_bytes(const struct og_reqrep_settings *settings);

#endif
