/* What a host tells outrigger-launch, if it runs under that: README.md, "The launcher". */
#ifndef OG_STATUS_STREAM_H
#define OG_STATUS_STREAM_H

#include <stdbool.h>

/*
 * Takes the descriptor that OUTRIGGER_STATUS_FD names, and the variable itself: what the module starts has neither.
 * False if there is none.
 */
bool og_status_stream_open(void);

/* Sends a line, without its newline. Does nothing if there is no stream. */
void og_status_stream_tell(const char *line);

#endif
