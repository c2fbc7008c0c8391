#include "peer.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>

static FILE *events; /* NULL: the standard output */

void tell_errors(void)
{
    events = stderr;
}

void event(const char *format, ...)
{
    FILE *to = events == NULL ? stdout : events;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(to, format, arguments);
    va_end(arguments);
    putc('\n', to);
    fflush(to);
}

void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, nn_strerror(nn_errno()));
    exit(1);
}

static int deaf;

void be_deaf(void)
{
    deaf = 1;
}

static char input[1 << 16];
static size_t input_size;

/* The first whole line of the input, taken from it; NULL if there is none. */
static const char *take_line(void)
{
    static char line[sizeof input];
    char *end = memchr(input, '\n', input_size);
    if (end == NULL) {
        return NULL;
    }
    size_t length = (size_t)(end - input);
    memcpy(line, input, length);
    line[length] = 0;
    input_size -= length + 1;
    memmove(input, end + 1, input_size);
    return line;
}

const char *command(int milliseconds, const int *also, int also_count)
{
    const char *line = take_line();
    if (line != NULL) {
        return line;
    }
    struct pollfd descriptors[4] = {{.fd = deaf ? -1 : STDIN_FILENO, .events = POLLIN}};
    for (int i = 0; i < also_count; i++) {
        descriptors[i + 1] = (struct pollfd){.fd = also[i], .events = POLLIN};
    }
    if (poll(descriptors, (nfds_t)also_count + 1, milliseconds) > 0 && descriptors[0].revents != 0) {
        ssize_t got = read(STDIN_FILENO, input + input_size, sizeof input - input_size);
        if (got <= 0) {
            exit(0);
        }
        input_size += (size_t)got;
    }
    return take_line();
}

long now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000L + time.tv_nsec / 1000000;
}

int pair_socket(void)
{
    int socket = nn_socket(AF_SP, NN_PAIR);
    if (socket < 0) {
        die("nn_socket");
    }
    return socket;
}

int receive_descriptor(int socket)
{
    int descriptor;
    size_t size = sizeof descriptor;
    if (nn_getsockopt(socket, NN_SOL_SOCKET, NN_RCVFD, &descriptor, &size) < 0) {
        die("NN_RCVFD");
    }
    return descriptor;
}

int send_now(int socket, const void *bytes, size_t size)
{
    if (nn_send(socket, bytes, size, NN_DONTWAIT) >= 0) {
        return 1;
    }
    if (nn_errno() != EAGAIN) {
        die("nn_send");
    }
    return 0;
}

int receive_now(int socket, unsigned char **bytes)
{
    void *message = NULL;
    int size = nn_recv(socket, &message, NN_MSG, NN_DONTWAIT);
    if (size < 0 && nn_errno() != EAGAIN) {
        die("nn_recv");
    }
    *bytes = message;
    return size;
}

void send_waiting(int socket, const void *bytes, size_t size)
{
    if (nn_send(socket, bytes, size, 0) < 0) {
        die("nn_send");
    }
}

void send_hex(int socket, const char *hex)
{
    size_t size = strlen(hex) / 2;
    unsigned char *bytes = malloc(size + 1);
    if (bytes == NULL) {
        die("malloc");
    }
    for (size_t i = 0; i < size; i++) {
        unsigned value;
        if (sscanf(hex + 2 * i, "%2x", &value) != 1) {
            fprintf(stderr, "not hexadecimal: %s\n", hex);
            exit(1);
        }
        bytes[i] = (unsigned char)value;
    }
    send_waiting(socket, bytes, size);
    free(bytes);
}

void send_truncations(int socket, const void *bytes, size_t size)
{
    for (size_t length = 0; length < size; length++) {
        send_waiting(socket, bytes, length);
    }
}
