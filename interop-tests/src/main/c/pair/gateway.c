/*
 * A gateway's side of the pair protocol, written from docs/protocols.md and docs/wire-format.md alone: what the C
 * gateway does, in the order and at the pace that it does it.
 *
 * usage: gateway CONTROL_ID MESSAGE_URI [--args JSON] [--timeout MS] [--fast] [--manual] [--bad KIND] [--pipe]
 *
 *   --timeout MS   how long it waits for a REPLY before it sends CREATE again; 1000 unless given
 *   --fast         as many messages as there are, and no wait between looks at the control channel
 *   --manual       sends no CREATE and no START by itself
 *   --bad KIND     first does what no gateway should: half, version, order, silence, close
 *   --pipe         takes no commands, but messages, in serialized form, and writes those that come to its output;
 *                  tells its events on the error stream; destroys on SIGTERM, and waits for the host's end; has
 *                  another socket for each connection of the message channel, which the C gateway hasn't
 *
 * Commands, one a line: "send COUNT BYTES" (queues numbered messages), "create", "start", "destroy" (sends it, closes
 * 0.1 ms later and ends, as the C gateway does), "control HEX", "message HEX" (bytes as they are), "close" (both
 * sockets), "open", "alone" (waits until no host is connected, and tells it).
 * Events, one a line: "connected" (only to be manual or bad), "create", "reply STATUS", "started", "sent COUNT" (all
 * that was queued), "message NUMBER BYTES", "bad message", "bad packet", "answer STATUS" (to what was bad), "failed
 * STATUS" (and it ends with 1).
 */
#include "bad.h"
#include "frames.h"
#include "peer.h"
#include "pipe.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nanomsg/nn.h>

enum { PACE_MS = 1, CONTROL_POLL_MS = 250, CREATE_AGAIN_MS = 500, HOST_END_MS = 10000, NEVER = -1 };

static const char *control_id;
static const char *message_uri;
static const char *args = "null";
static int reply_timeout = 1000;
static int fast;
static int manual;
static int piped;

static int control = -1;
static int message = -1;
static unsigned char buffer[MAX_BYTES + 64];

/* What is queued for the host: numbers up to queued, of which those up to sent have gone out. */
static long queued;
static long sent;
static size_t content_size;

static enum { IDLE, CREATING, RUNNING } state;
static long create_at = NEVER;  /* when CREATE is sent (again) */
static long start_at = NEVER;
static long look_at;            /* when the control channel is looked at */

static void open_message_channel(void)
{
    message = pair_socket();
    if (nn_connect(message, message_uri) < 0) {
        die(message_uri);
    }
}

/* nanomsg 1.1.5 reads the next connection of a socket that connects from what was left of one that broke in full flow. */
static void renew_message_channel(void)
{
    if (nn_get_statistic(message, NN_STAT_BROKEN_CONNECTIONS) > 0) {
        nn_close(message);
        open_message_channel();
    }
}

static void open_sockets(void)
{
    char uri[256];
    snprintf(uri, sizeof uri, "ipc://%s", control_id);
    open_message_channel();
    control = pair_socket();
    if (nn_connect(control, uri) < 0) {
        die(uri);
    }
}

static void close_sockets(void)
{
    nn_close(message);
    nn_close(control);
    message = -1;
    control = -1;
}

/* Waits until the control channel is connected: the peer that is to get bad bytes must be there. */
static void await_host(void)
{
    while (nn_get_statistic(control, NN_STAT_CURRENT_CONNECTIONS) == 0) {
        usleep(1000);
    }
    event("connected");
}

/* What is sent before the library's thread has seen that a host is gone is lost with it. */
static void await_no_host(void)
{
    while (nn_get_statistic(control, NN_STAT_CURRENT_CONNECTIONS) > 0
            || nn_get_statistic(message, NN_STAT_CURRENT_CONNECTIONS) > 0) {
        usleep(1000);
    }
    event("alone");
}

static int send_bare(int type)
{
    return send_now(control, buffer, bare_packet(buffer, type));
}

static void send_create(void)
{
    if (send_now(control, buffer, create_packet(buffer, message_uri, args))) {
        event("create");
    }
}

static void replied(int status)
{
    event("reply %d", status);
    if (state == CREATING && status == OK) {
        state = RUNNING;
        create_at = NEVER;
        start_at = now_ms();
    } else if (state == CREATING) {
        event("failed %d", status);
        exit(1);
    } else if (state == RUNNING && status != OK && !manual) {
        create_at = now_ms() + CREATE_AGAIN_MS;
        start_at = create_at + 1;
    }
}

static void look_at_control(void)
{
    unsigned char *bytes;
    int size = receive_now(control, &bytes);
    if (size < 0) {
        return;
    }
    struct packet packet;
    if (packet_parse(&packet, bytes, (size_t)size) && packet.type == REPLY) {
        replied(packet.status);
    } else {
        event("bad packet");
    }
    packet_free(&packet);
    nn_freemsg(bytes);
}

static void received(const unsigned char *bytes, size_t size)
{
    long number = 0;
    long content = piped ? 0 : message_parse(bytes, size, &number);
    if (piped) {
        frame_write(STDOUT_FILENO, bytes, size);
    } else if (content < 0) {
        event("bad message");
    } else {
        event("message %ld %ld", number, content);
    }
}

static int may_send(void)
{
    return state == RUNNING && start_at == NEVER;
}

static int send_next(void)
{
    if (piped) {
        return pipe_send(message);
    }
    if (sent == queued || !send_now(message, buffer, numbered_message(buffer, sent, content_size))) {
        return 0;
    }
    sent++;
    if (sent == queued) {
        event("sent %ld", sent);
    }
    return 1;
}

/* Receives one message and sends one; returns whether there was any. */
static int transfer(void)
{
    unsigned char *bytes;
    int size = receive_now(message, &bytes);
    if (size >= 0) {
        received(bytes, (size_t)size);
        nn_freemsg(bytes);
    }
    int sends = may_send() && send_next();
    return size >= 0 || sends;
}

static void send_what_is_due(void)
{
    long now = now_ms();
    if (create_at != NEVER && now >= create_at) {
        create_at = state == CREATING ? now + reply_timeout : NEVER;
        send_create();
    }
    if (start_at != NEVER && now >= start_at && create_at == NEVER && send_bare(START)) {
        start_at = NEVER;
        event("started");
    }
}

static void destroy(void)
{
    struct timespec pause = {.tv_nsec = 100000};
    send_bare(DESTROY);
    nanosleep(&pause, NULL);
    close_sockets();
    event("destroyed");
    exit(0);
}

/* As a gateway that wants its DESTROY to arrive. */
static void destroy_and_wait(void)
{
    long deadline = now_ms() + HOST_END_MS;
    send_bare(DESTROY);
    while (nn_get_statistic(control, NN_STAT_CURRENT_CONNECTIONS) > 0 && now_ms() < deadline) {
        unsigned char *bytes;
        int size = receive_now(control, &bytes);
        if (size >= 0) {
            nn_freemsg(bytes);
            break; /* DETACH */
        }
        if (!transfer()) {
            usleep(PACE_MS * 1000);
        }
    }
    close_sockets();
    event("destroyed");
    exit(0);
}

static void obey(const char *line)
{
    long count;
    long size;
    if (sscanf(line, "send %ld %ld", &count, &size) == 2 && size <= MAX_BYTES) {
        queued += count;
        content_size = (size_t)size;
        state = manual ? RUNNING : state;
    } else if (strcmp(line, "create") == 0) {
        send_create();
    } else if (strcmp(line, "start") == 0) {
        send_bare(START);
    } else if (strcmp(line, "destroy") == 0) {
        destroy();
    } else if (strncmp(line, "control ", 8) == 0) {
        send_hex(control, line + 8);
    } else if (strncmp(line, "message ", 8) == 0) {
        send_hex(message, line + 8);
    } else if (strcmp(line, "alone") == 0) {
        await_no_host();
    } else if (strcmp(line, "close") == 0) {
        close_sockets();
        event("closed");
    } else if (strcmp(line, "open") == 0) {
        open_sockets();
        await_host();
    } else {
        fprintf(stderr, "unknown command: %s\n", line);
        exit(1);
    }
}

/* Comes and goes, with a CREATE that nobody waits for. */
static void be_bad_close(void)
{
    for (int i = 0; i < 3; i++) {
        send_create();
        close_sockets();
        open_sockets();
        await_host();
    }
}

static void be_bad(const char *kind)
{
    if (strcmp(kind, "half") == 0) {
        bad_half(control, message_uri, args);
    } else if (strcmp(kind, "version") == 0) {
        bad_version(control, message_uri, args);
    } else if (strcmp(kind, "order") == 0) {
        bad_order(control);
    } else if (strcmp(kind, "close") == 0) {
        be_bad_close();
    } else if (strcmp(kind, "silence") == 0) {
        manual = 1;
    } else {
        fprintf(stderr, "unknown kind: %s\n", kind);
        exit(1);
    }
    /* A status that answers any of it isn't that of the CREATE to come. */
    long until = now_ms() + CONTROL_POLL_MS;
    while (now_ms() < until) {
        unsigned char *bytes;
        int size = receive_now(control, &bytes);
        if (size == 9) {
            event("answer %d", bytes[8]);
        }
        if (size >= 0) {
            nn_freemsg(bytes);
        } else {
            usleep(1000);
        }
    }
}

static void run(void)
{
    for (;;) {
        const char *line;
        int moved = message >= 0 && transfer();
        int descriptors[3];
        int watched = 0;
        if (fast && message >= 0) {
            descriptors[watched++] = receive_descriptor(message);
            descriptors[watched++] = receive_descriptor(control);
        }
        if (piped && may_send() && pipe_is_empty()) {
            descriptors[watched++] = STDIN_FILENO;
        }
        /* A fast gateway doesn't wait while messages move, and is woken by those that come. */
        line = command(fast && moved ? 0 : PACE_MS, descriptors, watched);
        if (line != NULL) {
            obey(line);
        }
        if (control < 0) {
            continue;
        }
        if (piped && pipe_is_terminated()) {
            destroy_and_wait();
        }
        if (piped) {
            renew_message_channel();
        }
        send_what_is_due();
        if (fast || state == CREATING || now_ms() >= look_at) {
            look_at_control();
            look_at = now_ms() + CONTROL_POLL_MS;
        }
    }
}

int main(int count, char **arguments)
{
    const char *bad = NULL;
    if (count < 3) {
        fprintf(stderr, "usage: gateway CONTROL_ID MESSAGE_URI [options]; they are described in gateway.c\n");
        return 2;
    }
    control_id = arguments[1];
    message_uri = arguments[2];
    for (int i = 3; i < count; i++) {
        const char *value = i + 1 < count ? arguments[i + 1] : "";
        if (strcmp(arguments[i], "--fast") == 0) {
            fast = 1;
        } else if (strcmp(arguments[i], "--manual") == 0) {
            manual = 1;
        } else if (strcmp(arguments[i], "--pipe") == 0) {
            piped = 1;
            pipe_open();
        } else if (strcmp(arguments[i], "--args") == 0) {
            args = value;
            i++;
        } else if (strcmp(arguments[i], "--timeout") == 0) {
            reply_timeout = atoi(value);
            i++;
        } else if (strcmp(arguments[i], "--bad") == 0) {
            bad = value;
            i++;
        } else {
            fprintf(stderr, "unknown option: %s\n", arguments[i]);
            return 2;
        }
    }
    open_sockets();
    if (bad != NULL || manual) {
        await_host();
    }
    if (bad != NULL) {
        be_bad(bad);
    }
    if (!manual) {
        state = CREATING;
        create_at = now_ms();
    }
    run();
}
