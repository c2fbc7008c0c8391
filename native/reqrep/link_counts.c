#include "link_counts.h"

#include <inttypes.h>

#include "log.h"

void link_counts_log(const struct window_counts *sent, const struct listener_counts *came, uint64_t handled)
{
    log_line("sent: accepted %" PRIu64 " = delivered %" PRIu64 " + in doubt %" PRIu64 " + undelivered %" PRIu64
             " + pending %" PRIu64 "; came: %" PRIu64 " handled, %" PRIu64 " repeats, %" PRIu64 " refused",
        sent->accepted, sent->delivered, sent->in_doubt, sent->undelivered, sent->pending, handled, came->repeats,
        came->refused);
}
