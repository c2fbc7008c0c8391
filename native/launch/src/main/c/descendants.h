/* Everything that the instance has started, also what has left its group or its session. */
#ifndef OG_DESCENDANTS_H
#define OG_DESCENDANTS_H

#include "instance.h"

struct og_killed {
    unsigned long children; /* how many, the instance not among them */
    unsigned long left;     /* how many could not be killed in time, 0 as a rule */
};

/* Kills and reaps all descendants, the instance too; adds to the counts. 'child_events': a signalfd for SIGCHLD. */
void og_descendants_kill(struct og_instance *instance, int child_events, struct og_killed *killed);

#endif
