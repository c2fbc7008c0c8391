/*
 * A socket's one connection to an address, in its owner's hands: nanomsg tries once, and the owner decides when it tries
 * again. So nothing can be sent over a new connection that the owner doesn't know of. nanomsg has no event for
 * connections: connection_look is to be called every few hundredths of a second. Used by one thread at a time.
 */
#ifndef OUTRIGGER_CONNECTION_H
#define OUTRIGGER_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

enum { CONNECTION_LOOK_MS = 50 };

enum connection_change { CONNECTION_SAME, CONNECTION_CAME, CONNECTION_WENT };

struct connection {
    int socket;
    const char *url; /* the owner's */
    int endpoint;    /* -1: there is none, since nanomsg refused to begin an attempt */
    bool connected;
    uint64_t established;
    uint64_t errors;
    int64_t attempt_ms;
    unsigned attempts; /* since there was a connection */
};

/* Begins the first attempt; gives whether the address can be tried at all. */
bool connection_open(struct connection *connection, int socket, const char *url);

/*
 * Whether nanomsg has made another connection since the last look: its first retry comes at once, whatever the interval.
 * What is sent now would go over that one.
 */
bool connection_is_another(const struct connection *connection);


/* What has happened since the last look. */
enum connection_change connection_look(struct connection *connection);

/* Begins another attempt if there is no connection and none in the making. Nobody may be sending. */
void connection_try_again(struct connection *connection);

#endif
