/* What no gateway should send on its control channel. */
#ifndef OUTRIGGER_PAIR_BAD_H
#define OUTRIGGER_PAIR_BAD_H

/* Half of everything: every beginning of every packet. */
void bad_half(int control, const char *uri, const char *args);

/* Other versions and types, of the packet, of the messages and of the channel. */
void bad_version(int control, const char *uri, const char *args);

/* Everything before CREATE, and what only a host says. */
void bad_order(int control);

#endif
