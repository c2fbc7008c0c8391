#ifndef OG_SESSION_STATISTICS_H
#define OG_SESSION_STATISTICS_H

#include "listener.h"
#include "window.h"

/* Logs what became of the messages of a session, in the words of the Java side: those that this side sent, and those
   that came and were handled. */
void og_session_statistics_log(
    const struct og_window_counts *sent, const struct og_listener_counts *came, uint64_t handled);

#endif
