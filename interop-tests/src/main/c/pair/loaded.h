/* A gateway module that the host runs, and what it publishes: the functions that a gateway offers it. */
#ifndef OUTRIGGER_PAIR_LOADED_H
#define OUTRIGGER_PAIR_LOADED_H

#include <stddef.h>

/* Loads the module's library, or ends the process. */
void loaded_open(const char *path);

/* Whether there is a module. */
int loaded_is_created(void);

/* Makes the module, which publishes on this socket; returns whether it could be made. */
int loaded_create(int channel, const char *args);

void loaded_start(void);

/* Whether the module was started, and so takes messages. */
int loaded_is_started(void);

void loaded_receive(const unsigned char *bytes, size_t size);

/* Ends the module, if there is one. */
void loaded_destroy(void);

#endif
