/* What a link is told by a configuration. Most keys are the same on both sides: docs/reqrep.md. */
#ifndef OUTRIGGER_LINK_SETTINGS_H
#define OUTRIGGER_LINK_SETTINGS_H

#include "base/configuration.h"
#include "window.h"

struct link_settings {
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
struct link_settings link_settings_read(struct configuration *configuration, enum window_side side);

/* The same for the window; the sender adds what it chooses itself. */
struct window_settings link_settings_window(const struct link_settings *settings, enum window_side side);

/*
 * Of the listener: eight windows, so that what senders have left that died doesn't keep the next one from being heard.
 */
size_t link_settings_mailbox_bytes(const struct link_settings *settings);

#endif
