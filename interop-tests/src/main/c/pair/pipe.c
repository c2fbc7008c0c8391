#include "pipe.h"

#include "frames.h"
#include "peer.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned char *next;
static size_t next_size;

static volatile sig_atomic_t terminated;

static void terminate(int signal)
{
    (void)signal;
    terminated = 1;
}

void pipe_open(void)
{
    tell_errors();
    be_deaf();
    signal(SIGTERM, terminate);
}

int pipe_is_terminated(void)
{
    return terminated;
}

int pipe_is_empty(void)
{
    return next == NULL;
}

static void drop(void)
{
    free(next);
    next = NULL;
}

/* Takes a message if its beginning is there; the rest isn't far. */
static void take(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, 0) <= 0) {
        return;
    }
    next = frame_read(STDIN_FILENO, &next_size);
    if (next == NULL) {
        exit(0);
    }
    if (next_size > LARGEST_BYTES) {
        event("too large: %zu bytes", next_size);
        drop();
    }
}

int pipe_send(int socket)
{
    if (next == NULL) {
        take();
    }
    if (next == NULL || !send_now(socket, next, next_size)) {
        return 0;
    }
    drop();
    return 1;
}
