/*
 * A sender that knows nothing but the packets of docs/wire-format.md, on an ordinary NN_REQ socket.
 *
 * usage: plain_sender URL wait|flood COUNT receive|publish [RESEND_MS]
 *
 *   wait      waits for the reply to each packet before the next, for at most 20 s
 *   flood     sends without waiting: the socket holds one request, so that most are lost, which is this sender's fault
 *   receive   sends MESSAGE_RECEIVE to a host, after a CREATE_REQUEST with the configuration null whose reply it waits for
 *   publish   sends MESSAGE_PUBLISH to a gateway
 *   RESEND_MS after which the socket sends an unanswered request again (nanomsg's own default: 60000)
 *
 * Message number i (from 0) has one property, n=i, and the text of i as content. Prints "created STATUS" after a CREATE_REPLY,
 * "reply NUMBER BYTES" for each reply with wait, "sent COUNT" when all were sent, and ends when its standard input does.
 * Meanwhile the socket goes on sending the last request again, if it is unanswered.
 *
 * cc plain_sender.c -lnanomsg
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

enum { CREATE_REQUEST = 1, MESSAGE_RECEIVE = 3, MESSAGE_PUBLISH = 4, WAIT_MS = 20000 };

static void die(const char *what)
{
    fprintf(stderr, "plain_sender: %s: %s\n", what, nn_strerror(nn_errno()));
    exit(1);
}

static unsigned char *put_u32(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char) (value >> 24);
    at[1] = (unsigned char) (value >> 16);
    at[2] = (unsigned char) (value >> 8);
    at[3] = (unsigned char) value;
    return at + 4;
}

/* One property and a content, in a packet of this type. Gives its size. */
static size_t message_packet(unsigned char *packet, int type, const char *number)
{
    size_t digits = strlen(number);
    uint32_t message = (uint32_t) (2 + 4 + 4 + 2 + digits + 1 + 4 + digits);
    unsigned char *at = packet;
    *at++ = (unsigned char) type;
    at = put_u32(at, message);
    *at++ = 0xa1;
    *at++ = 0x60;
    at = put_u32(at, message);
    at = put_u32(at, 1);
    memcpy(at, "n", 2);
    memcpy(at + 2, number, digits + 1);
    at = put_u32(at + 2 + digits + 1, (uint32_t) digits);
    memcpy(at, number, digits);
    return (size_t) (at + digits - packet);
}

/* The reply's size; what of it is status is the last byte of a CREATE_REPLY. */
static int await_reply(int socket, int *status)
{
    unsigned char reply[64];
    int size = nn_recv(socket, reply, sizeof reply, 0);
    if (size < 0) {
        die("no reply");
    }
    *status = size == 6 && reply[0] == 2 ? reply[5] : -1;
    return size;
}

static void create(int socket)
{
    static const unsigned char packet[] = {CREATE_REQUEST, 0, 0, 0, 8, 0, 0, 0, 4, 'n', 'u', 'l', 'l'};
    int status;
    if (nn_send(socket, packet, sizeof packet, 0) < 0) {
        die("nn_send");
    }
    await_reply(socket, &status);
    printf("created %d\n", status);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: plain_sender URL wait|flood COUNT receive|publish [RESEND_MS]\n");
        return 2;
    }
    int wait = strcmp(argv[2], "wait") == 0;
    long count = strtol(argv[3], NULL, 10);
    int receive = strcmp(argv[4], "receive") == 0;
    int resend = argc == 6 ? atoi(argv[5]) : 60000;
    int timeout = WAIT_MS;

    int socket = nn_socket(AF_SP, NN_REQ);
    if (socket < 0 || nn_setsockopt(socket, NN_REQ, NN_REQ_RESEND_IVL, &resend, sizeof resend) < 0
        || nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout, sizeof timeout) < 0
        || nn_connect(socket, argv[1]) < 0) {
        die(argv[1]);
    }
    if (receive) {
        create(socket);
    }
    for (long i = 0; i < count; i++) {
        char number[24];
        unsigned char packet[128];
        snprintf(number, sizeof number, "%ld", i);
        size_t size = message_packet(packet, receive ? MESSAGE_RECEIVE : MESSAGE_PUBLISH, number);
        if (nn_send(socket, packet, size, 0) < 0) {
            die("nn_send");
        }
        if (wait) {
            int status;
            printf("reply %ld %d\n", i, await_reply(socket, &status));
            fflush(stdout);
        }
    }
    printf("sent %ld\n", count);
    fflush(stdout);
    char bytes[64];
    while (read(STDIN_FILENO, bytes, sizeof bytes) > 0) {
    }
    nn_close(socket);
    return 0;
}
