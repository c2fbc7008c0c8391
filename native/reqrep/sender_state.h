/* What the parts of the sender share: sender.c, for its owner; sender_thread.c. */
#ifndef OG_SENDER_STATE_H
#define OG_SENDER_STATE_H

#include <pthread.h>

#include "connection.h"
#include "sender.h"

/*
 * The mutex guards the window, the state below it, and the order of packets into the socket. It is never held while
 * something is waited for, nor while the owner is told.
 */
struct og_sender {
    struct og_sender_settings settings;
    char *url;
    int wake; /* an eventfd: there is something for the thread to do */
    pthread_t thread;

    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct og_window *window;
    bool socket_full; /* the thread goes on when the socket can send */
    unsigned happened;
    unsigned untold;            /* of it, what the owner hasn't been told */
    int64_t absent_since;       /* 0: the peer takes what is sent */
    int64_t disconnected_since; /* 0: connected */
    bool refuses_when_full;
    uint64_t requested_by; /* the gateway whose CREATE_REQUEST the window is to be told of; OG_IDENTITY_NONE: of none */
    bool closed;

    /* Written by the thread, under the mutex. */
    struct og_connection connection;
};

/* Wakes the sender's thread. */
void og_sender_wake(struct og_sender *sender);

/* With the mutex. Writes to the socket what it takes, and notes what has happened. */
void og_sender_pump(struct og_sender *sender);

/* The sender's thread, from its beginning to its end; the argument is the sender. */
void *og_sender_run(void *sender);

#endif
