/*
 * What both peers have: commands on standard input, events on standard output, sockets and time. A peer ends when its
 * input does.
 */
#ifndef OUTRIGGER_PAIR_PEER_H
#define OUTRIGGER_PAIR_PEER_H

#include <stddef.h>

/* The largest message that nanomsg receives, unless told otherwise: nothing larger may be sent. */
enum { LARGEST_BYTES = 1 << 20 };

/* Prints a line at once. */
void event(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* From now on what happens is printed on the error stream: the standard output is for messages. */
void tell_errors(void);

/* Takes no commands from now on, so that the input may end. */
void be_deaf(void);

/* Ends the process with what nanomsg says. */
void die(const char *what);

/*
 * Waits for a command for so long, at most; -1: until there is one or `also` can be read (a nanomsg descriptor, or -1).
 * Returns a line without its end, or NULL. Ends the process at the end of input.
 */
const char *command(int milliseconds, const int *also, int also_count);

long now_ms(void);

int pair_socket(void);

/* The descriptor that can be read when a message can be received. */
int receive_descriptor(int socket);

/* Sends without waiting; returns whether it went out. */
int send_now(int socket, const void *bytes, size_t size);

/* As send_now, and waits for room: what is sent to be wrong is to arrive. */
void send_waiting(int socket, const void *bytes, size_t size);

/* Receives without waiting into memory of the library's, for nn_freemsg; returns the size, or -1. */
int receive_now(int socket, unsigned char **bytes);

/* Sends what a text in hexadecimal says. */
void send_hex(int socket, const char *hex);

/* Sends the first 0, 1, … size - 1 bytes, and not all of them. */
void send_truncations(int socket, const void *bytes, size_t size);

#endif
