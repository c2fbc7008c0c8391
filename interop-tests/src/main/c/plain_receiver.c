/*
 * A receiver that knows nothing but the packets of docs/wire-format.md, on an ordinary NN_REP socket.
 *
 * usage: plain_receiver URL never|create|empty|text
 *
 *   never    replies to nothing
 *   create   replies to CREATE_REQUEST (CREATE_REPLY 1), and to nothing else
 *   empty    the same, and to all else with an empty reply
 *   text     the same, and to all else with two bytes that mean nothing
 *
 * Binds URL and prints a line when it has ("bound URL"), one for each packet ("packet TYPE BYTES HEX": its type, the
 * size of its data, and the first 64 bytes of them), and at the end "total COUNT". It ends when its standard input does.
 *
 * cc plain_receiver.c -lnanomsg
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

enum { HEADER = 5, CREATE_REQUEST = 1, SHOWN = 64, MAX_BYTES = 64 << 20 };

static const unsigned char CREATED[] = {2, 0, 0, 0, 1, 1};

static void die(const char *what)
{
    fprintf(stderr, "plain_receiver: %s: %s\n", what, nn_strerror(nn_errno()));
    exit(1);
}

static int input_ended(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char bytes[64];
    return poll(&input, 1, 0) > 0 && read(STDIN_FILENO, bytes, sizeof bytes) <= 0;
}

static void show(const unsigned char *packet, int size)
{
    if (size < HEADER) {
        printf("packet none %d\n", size);
    } else {
        printf("packet %d %d ", packet[0], size - HEADER);
        for (int i = HEADER; i < size && i < HEADER + SHOWN; i++) {
            printf("%02x", packet[i]);
        }
        printf("\n");
    }
    fflush(stdout);
}

static void reply(int socket, const void *body, size_t size)
{
    if (nn_send(socket, body, size, 0) < 0) {
        die("nn_send");
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: plain_receiver URL never|create|empty|text\n");
        return 2;
    }
    int socket = nn_socket(AF_SP, NN_REP);
    int timeout = 20;
    int max = MAX_BYTES;
    if (socket < 0 || nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout, sizeof timeout) < 0
        || nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVMAXSIZE, &max, sizeof max) < 0) {
        die("nn_socket");
    }
    if (nn_bind(socket, argv[1]) < 0) {
        die(argv[1]);
    }
    printf("bound %s\n", argv[1]);
    fflush(stdout);

    long total = 0;
    while (!input_ended()) {
        unsigned char *packet;
        int size = nn_recv(socket, &packet, NN_MSG, 0);
        if (size < 0) {
            if (nn_errno() == ETIMEDOUT || nn_errno() == EINTR) {
                continue;
            }
            die("nn_recv");
        }
        total++;
        show(packet, size);
        if (size > 0 && packet[0] == CREATE_REQUEST && strcmp(argv[2], "never") != 0) {
            reply(socket, CREATED, sizeof CREATED);
        } else if (strcmp(argv[2], "empty") == 0) {
            reply(socket, "", 0);
        } else if (strcmp(argv[2], "text") == 0) {
            reply(socket, "ok", 2);
        }
        nn_freemsg(packet);
    }
    printf("total %ld\n", total);
    nn_close(socket);
    return 0;
}
