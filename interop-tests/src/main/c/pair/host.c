/*
 * A host's side of the pair protocol, written from docs/protocols.md and docs/wire-format.md alone. Its module sends
 * back each message as it came.
 *
 * usage: host CONTROL_ID [--fast] [--slow MS] [--refuse STATUS] [--silent] [--deaf] [--bad KIND]
 *             [--module FILE]
 *
 *   --fast           as many messages as there are; else one in each direction and look, and a look each millisecond
 *   --slow MS        needs that long to create its module, and looks at nothing meanwhile
 *   --refuse STATUS  answers CREATE with it
 *   --silent         answers no CREATE
 *   --deaf           takes no commands, and stays when its input ends, as a host that is launched must
 *   --bad KIND       does what no host should: half, version, order, close
 *   --module FILE    runs a gateway module, a shared library, in place of its own; ends with it at DESTROY
 *
 * Commands, one a line: "detach" (REPLY 255), "publish COUNT BYTES", "control HEX", "message HEX" (bytes as they are),
 * "leave" (REPLY 255, and ends 0.1 ms later).
 * Events, one a line: "bound", "create ARGS", "start", "message NUMBER BYTES", "destroy", "bad message", "bad packet",
 * "published COUNT" (all of it has gone out).
 */
#include "loaded.h"
#include "peer.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nanomsg/nn.h>

enum { LOOK_MS = 1, SILENCE_MS = 1500 };

static int fast;
static int slow_ms;
static int refuse_with = OK;
static int silent;
static const char *bad = "";
static int loads;

static int control = -1;
static int message = -1;
static unsigned char buffer[MAX_BYTES + 64];

static long publish_from;
static long publish_to;
static size_t publish_size;

/* A message that came and hasn't been sent back; the next isn't taken before. */
static unsigned char *echo;
static int echo_size;

static int is_bad(const char *kind)
{
    return strcmp(bad, kind) == 0;
}

static void reply(int status)
{
    size_t size = reply_packet(buffer, status);
    if (is_bad("half")) {
        send_truncations(control, buffer, size);
    }
    if (is_bad("version")) {
        buffer[2] = 2;
        send_now(control, buffer, size);
        buffer[2] = 1;
        buffer[8] = 7;
        send_now(control, buffer, size);
        buffer[8] = (unsigned char)status;
    }
    if (is_bad("order")) {
        send_now(control, buffer, bare_packet(buffer, START));
        send_now(control, buffer, bare_packet(buffer, DESTROY));
        send_now(control, buffer, create_packet(buffer, "ipc://nowhere", "null"));
        size = reply_packet(buffer, status);
        send_now(control, buffer, size);
    }
    send_now(control, buffer, size);
}

static void close_message_channel(void)
{
    if (message >= 0) {
        nn_close(message);
        message = -1;
    }
}

static int open_message_channel(const char *uri)
{
    close_message_channel();
    message = pair_socket();
    if (nn_bind(message, uri) < 0) {
        close_message_channel();
        return 0;
    }
    return 1;
}

/* The same CREATE before START is a repeat; any other comes from a gateway that started over. */
static void create_loaded(const struct packet *packet)
{
    if (!loaded_is_created() || loaded_is_started()) {
        close_message_channel(); /* and so wakes a thread of the module that publishes */
        loaded_destroy();
        if (!open_message_channel(packet->uri)) {
            reply(CONNECTION_ERROR);
            return;
        }
        loaded_create(message, packet->args);
    }
    reply(loaded_is_created() ? OK : CREATION_ERROR);
}

static void create(const struct packet *packet)
{
    event("create %s", packet->args);
    if (is_bad("close")) {
        exit(0);
    }
    if (loads) {
        create_loaded(packet);
        return;
    }
    if (!open_message_channel(packet->uri)) {
        reply(CONNECTION_ERROR);
        return;
    }
    usleep((useconds_t)slow_ms * 1000);
    if (!silent) {
        reply(refuse_with);
    }
}

static void obey_packet(const struct packet *packet)
{
    switch (packet->type) {
    case CREATE:
        create(packet);
        break;
    case START:
        event("start");
        loaded_start();
        break;
    case DESTROY:
        event("destroy");
        loaded_destroy();
        close_message_channel();
        if (loads) {
            nn_close(control);
            exit(0);
        }
        break;
    default:
        event("bad packet");
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
    if (packet_parse(&packet, bytes, (size_t)size)) {
        obey_packet(&packet);
    } else {
        event("bad packet");
    }
    packet_free(&packet);
    nn_freemsg(bytes);
}

static void send_back(void)
{
    if (is_bad("half")) {
        send_truncations(message, echo, echo_size < 64 ? (size_t)echo_size : 64);
    }
    if (is_bad("version")) {
        echo[1] = 0x61;
        send_now(message, echo, (size_t)echo_size);
        echo[1] = 0x60;
    }
    if (send_now(message, echo, (size_t)echo_size)) {
        nn_freemsg(echo);
        echo = NULL;
    }
}

static int transfer_loaded(void)
{
    unsigned char *bytes;
    int size = loaded_is_started() ? receive_now(message, &bytes) : -1;
    if (size < 0) {
        return 0;
    }
    loaded_receive(bytes, (size_t)size);
    nn_freemsg(bytes);
    return 1;
}

/* Takes a message and sends one; returns whether there was any. */
static int transfer(void)
{
    int moved = 0;
    if (loads) {
        return transfer_loaded();
    }
    if (echo == NULL) {
        echo_size = receive_now(message, &echo);
        if (echo_size >= 0) {
            long number = 0;
            long content = message_parse(echo, (size_t)echo_size, &number);
            moved = 1;
            if (content < 0) {
                event("bad message");
                nn_freemsg(echo);
                echo = NULL;
            } else {
                event("message %ld %ld", number, content);
            }
        }
    }
    if (echo != NULL) {
        send_back();
        moved |= echo == NULL;
    } else if (publish_from < publish_to &&
               send_now(message, buffer, numbered_message(buffer, publish_from, publish_size))) {
        publish_from++;
        moved = 1;
        if (publish_from == publish_to) {
            event("published %ld", publish_to);
        }
    }
    return moved;
}

static void obey(const char *line)
{
    struct timespec pause = {.tv_nsec = 100000};
    long count;
    long size;
    if (strcmp(line, "detach") == 0) {
        send_now(control, buffer, reply_packet(buffer, DETACH));
    } else if (strcmp(line, "leave") == 0) {
        send_now(control, buffer, reply_packet(buffer, DETACH));
        nanosleep(&pause, NULL);
        close_message_channel();
        nn_close(control);
        exit(0);
    } else if (sscanf(line, "publish %ld %ld", &count, &size) == 2 && size <= MAX_BYTES) {
        publish_to += count;
        publish_size = (size_t)size;
    } else if (strncmp(line, "control ", 8) == 0) {
        send_hex(control, line + 8);
    } else if (strncmp(line, "message ", 8) == 0) {
        send_hex(message, line + 8);
    } else {
        fprintf(stderr, "unknown command: %s\n", line);
        exit(1);
    }
}

/* A gateway that is there and sends no CREATE believes that it has the module that was here before. */
static void ask_a_silent_gateway(void)
{
    static long silent_since;
    int there = nn_get_statistic(control, NN_STAT_CURRENT_CONNECTIONS) > 0 && !loaded_is_created();
    if (!there || silent_since == 0) {
        silent_since = there ? now_ms() : 0;
    } else if (now_ms() - silent_since > SILENCE_MS) {
        reply(DETACH);
        silent_since = 0;
    }
}

static void run(void)
{
    for (;;) {
        int moved = message >= 0 && transfer();
        int descriptors[2];
        int watched = 0;
        if (fast) {
            descriptors[watched++] = receive_descriptor(control);
        }
        if (fast && message >= 0 && (loads ? loaded_is_started() : echo == NULL)) {
            descriptors[watched++] = receive_descriptor(message);
        }
        const char *line = command(fast && moved ? 0 : LOOK_MS, descriptors, watched);
        if (line != NULL) {
            obey(line);
        }
        look_at_control();
        if (loads) {
            ask_a_silent_gateway();
        }
    }
}

int main(int count, char **arguments)
{
    char uri[256];
    if (count < 2) {
        fprintf(stderr, "usage: host CONTROL_ID [options]; they are described in host.c\n");
        return 2;
    }
    for (int i = 2; i < count; i++) {
        const char *value = i + 1 < count ? arguments[i + 1] : "";
        if (strcmp(arguments[i], "--fast") == 0) {
            fast = 1;
        } else if (strcmp(arguments[i], "--silent") == 0) {
            silent = 1;
        } else if (strcmp(arguments[i], "--deaf") == 0) {
            be_deaf();
        } else if (strcmp(arguments[i], "--module") == 0) {
            loads = 1;
            loaded_open(value);
            i++;
        } else if (strcmp(arguments[i], "--slow") == 0) {
            slow_ms = atoi(value);
            i++;
        } else if (strcmp(arguments[i], "--refuse") == 0) {
            refuse_with = atoi(value);
            i++;
        } else if (strcmp(arguments[i], "--bad") == 0) {
            bad = value;
            i++;
        } else {
            fprintf(stderr, "unknown option: %s\n", arguments[i]);
            return 2;
        }
    }
    snprintf(uri, sizeof uri, "ipc://%s", arguments[1]);
    control = pair_socket();
    if (nn_bind(control, uri) < 0) {
        die(uri);
    }
    event("bound");
    run();
}
