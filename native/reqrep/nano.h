/* The few things of libnanomsg that sender and listener share. */
#ifndef OG_NANO_H
#define OG_NANO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/sp_message.h"

enum og_nano_result { OG_NANO_DONE, OG_NANO_WOULD_BLOCK, OG_NANO_CLOSED, OG_NANO_DROPPED };

/* The text of the library's last error in this thread. */
const char *og_nano_problem(void);

/* A raw socket that never reconnects by itself; -1 on failure. */
int og_nano_open(int protocol);

/* Sets an integer option of the socket level. */
bool og_nano_set(int socket, int option, int value);

/* A file descriptor that is readable when the socket can receive (NN_RCVFD) or send (NN_SNDFD). */
int og_nano_descriptor(int socket, int option);

/* Of our build of libnanomsg: connections that were closed for what came over them. */
enum { OG_NANO_REJECTED_CONNECTIONS = 1101 };

uint64_t og_nano_statistic(int socket, int statistic);

/*
 * Takes a message without waiting. OG_NANO_DROPPED: one came whose header isn't one, and is gone.
 * After OG_NANO_DONE the caller frees the message with og_nano_free.
 */
enum og_nano_result og_nano_receive(int socket, struct og_sp_message *message);

void og_nano_free(struct og_sp_message *message);

/* Sends these bytes without waiting; on a raw NN_REQ socket they begin with the sender's words of the route. */
enum og_nano_result og_nano_send(int socket, const void *bytes, size_t size);

/* Replies to a request without waiting; the library drops the reply when the connection is full or gone. */
void og_nano_reply(int socket, const struct og_route *route, uint32_t id, const void *body, size_t size);

#endif
