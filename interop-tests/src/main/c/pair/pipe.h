/*
 * Messages that a gateway takes from its standard input, one after the other in serialized form.
 */
#ifndef OUTRIGGER_PAIR_PIPE_H
#define OUTRIGGER_PAIR_PIPE_H

#include <stddef.h>

/* From now on the standard streams are for messages, and SIGTERM is noted. */
void pipe_open(void);

/* Whether SIGTERM came. */
int pipe_is_terminated(void);

/* Whether there is no message that was taken and hasn't been sent. Otherwise the next isn't taken. */
int pipe_is_empty(void);

/* Sends the next message, if there is one and room for it; returns whether it went out. Ends the process with the input. */
int pipe_send(int socket);

#endif
