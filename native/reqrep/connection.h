/*
 * A sender's one connection to an address, under its owner's control: nanomsg tries once, and the owner decides when
 * it tries again, with a new socket. So nothing can be sent over a new connection that the owner doesn't know of.
 * nanomsg has no event for connections: og_connection_check is to be called every few hundredths of a second. Used by
 * one thread at a time.
 */
#ifndef OG_CONNECTION_H
#define OG_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "destination.h"

enum { OG_CONNECTION_CHECK_MS = 50, OG_CONNECTION_NO_SOCKET = -1 };

enum og_connection_change { OG_CONNECTION_SAME, OG_CONNECTION_CAME, OG_CONNECTION_WENT };

struct og_connection {
    struct og_destination destination;
    int socket; /* raw NN_REQ; OG_CONNECTION_NO_SOCKET: none could be made, a name is being resolved, or it is closed */
    int receive_descriptor, send_descriptor; /* readable when the socket can receive, and send */
    bool connected;
    int64_t attempt_ms;
    unsigned attempts; /* since there was a connection */
};

#define OG_CONNECTION_NONE                                                                                             \
    ((struct og_connection){.socket = OG_CONNECTION_NO_SOCKET, .receive_descriptor = -1, .send_descriptor = -1})

/* Begins the first attempt; gives whether the address can be tried at all. To be closed in either case. */
bool og_connection_open(struct og_connection *connection, const char *url);

/* Closes the socket, and abandons a lookup. Idempotent; also for OG_CONNECTION_NONE. */
void og_connection_close(struct og_connection *connection);

/*
 * Whether nanomsg has made another connection since the last check: its first retry comes at once, whatever the
 * interval. What is sent now would go over that one.
 */
bool og_connection_is_another(const struct og_connection *connection);

/* What has happened since the last check. */
enum og_connection_change og_connection_check(struct og_connection *connection);

/*
 * Begins another attempt, with a new socket, if there is no connection and none in the making: what was in the old one
 * is lost. Nobody may be sending or receiving. Gives the old socket, which the caller closes, or
 * OG_CONNECTION_NO_SOCKET.
 */
int og_connection_try_again(struct og_connection *connection);

/* May wait a moment, for the library to be done with the socket. */
void og_connection_close_socket(int socket);

#endif
