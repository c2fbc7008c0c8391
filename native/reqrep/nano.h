/* The few things of libnanomsg that sender and listener share. */
#ifndef OUTRIGGER_NANO_H
#define OUTRIGGER_NANO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/sp_message.h"

enum nano_result { NANO_DONE, NANO_WOULD_BLOCK, NANO_CLOSED, NANO_DROPPED };

/* The text of the library's last error in this thread. */
const char *nano_problem(void);

/* A raw socket that never reconnects by itself; -1 on failure. */
int nano_open(int protocol);

/* Sets an integer option of the socket level. */
bool nano_set(int socket, int option, int value);

/* A file descriptor that is readable when the socket can receive (NN_RCVFD) or send (NN_SNDFD). */
int nano_descriptor(int socket, int option);

/* Of our build of libnanomsg: connections that were closed for what came over them. */
enum { NANO_REJECTED_CONNECTIONS = 1101 };

uint64_t nano_statistic(int socket, int statistic);

/*
 * Takes a message without waiting. NANO_DROPPED: one came whose header isn't one, and is gone.
 * After NANO_DONE the caller frees the message with nano_free.
 */
enum nano_result nano_receive(int socket, struct sp_message *message);

void nano_free(struct sp_message *message);

/* Sends these bytes without waiting; on a raw NN_REQ socket they begin with the sender's words of the route. */
enum nano_result nano_send(int socket, const void *bytes, size_t size);

/* Replies to a request without waiting; the library drops the reply when the connection is full or gone. */
void nano_reply(int socket, const struct route *route, uint32_t id, const void *body, size_t size);

#endif
