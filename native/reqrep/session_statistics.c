#include "session_statistics.h"

#include <inttypes.h>

#include "base/log.h"

void og_session_statistics_log(
    const struct og_window_counts *sent, const struct og_listener_counts *came, uint64_t handled)
{
    og_log_line("session: %" PRIu64 " accepted, %" PRIu64 " delivered, %" PRIu64 " in doubt, %" PRIu64
                " undelivered, %" PRIu64 " pending; %" PRIu64 " received, %" PRIu64 " duplicates, %" PRIu64 " refused",
        sent->accepted, sent->delivered, sent->in_doubt, sent->undelivered, sent->pending, handled, came->duplicates,
        came->refused);
}
