/* What the parts of the sender share: sender.c, for its owner; sender_thread.c. */
#ifndef OUTRIGGER_SENDER_STATE_H
#define OUTRIGGER_SENDER_STATE_H

#include <pthread.h>

#include "connection.h"
#include "sender.h"

/*
 * The mutex guards the window, the state below it, and the order of packets into the socket. It is never held while
 * something is waited for, nor while the owner is told.
 */
struct sender {
    struct sender_settings settings;
    char *url;
    int wake; /* an eventfd: there is something for the thread to do */
    pthread_t thread;

    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct window *window;
    bool socket_full; /* the thread goes on when the socket can send */
    unsigned happened;
    unsigned untold;            /* of it, what the owner hasn't been told */
    int64_t absent_since;       /* 0: the peer takes what is sent */
    int64_t disconnected_since; /* 0: connected */
    bool refuses_when_full;
    uint64_t requested_by; /* the gateway whose CREATE_REQUEST the window is to be told of; IDENTITY_NONE: of none */
    bool closed;

    /* Written by the thread, under the mutex. */
    struct connection connection;
};

/* Wakes the sender's thread. */
void sender_wake(struct sender *sender);

/* With the mutex. Writes to the socket what it takes, and notes what has happened. */
void sender_pump(struct sender *sender);

/* The sender's thread, from its beginning to its end; the argument is the sender. */
void *sender_run(void *sender);

#endif
