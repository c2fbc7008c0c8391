/*
 * Feeds our build of libnanomsg, under AddressSanitizer, through its sockets: what a stray or hostile peer sends to one
 * that listens, and to one that connects, over ipc, tcp and ws.
 *
 * The first byte of an input says where its bytes go, and whether a right greeting or handshake comes before them. The
 * rest are pieces that are sent one by one: a byte that says how long, then so many. Now and then a real peer checks
 * that the listeners are still there. A socket that connects has two connections in a row, each with half of the
 * pieces.
 */
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <nanomsg/bus.h>
#include <nanomsg/nn.h>
#include <nanomsg/pair.h>
#include <nanomsg/reqrep.h>
#include <nanomsg/survey.h>

/* Of the library itself, for the answer to a handshake over ws. */
#include "transports/utils/base64.h"
#include "transports/ws/sha1.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    TRANSPORTS = 3,
    PROTOCOLS = 4,
    TARGETS = TRANSPORTS * PROTOCOLS,
    CHECK_EVERY = 256,
    TIMEOUT_MS = 10000,
    MAX_RECEIVE_BYTES = 1 << 20
};

enum transport { IPC, TCP, WS };

/* One that listens, raw where that shows more of what comes, and one that connects, as users have it. */
struct protocol {
    int listening_domain;
    int listening;
    int connecting;
    const char *connecting_name;
};

static const struct protocol protocols[PROTOCOLS] = {
    {AF_SP, NN_PAIR, NN_PAIR, "pair"},
    {AF_SP_RAW, NN_REP, NN_REQ, "req"},
    {AF_SP_RAW, NN_RESPONDENT, NN_SURVEYOR, "surveyor"},
    {AF_SP, NN_BUS, NN_BUS, "bus"},
};

struct target {
    enum transport transport;
    const struct protocol *protocol;
    int listener; /* nanomsg's */
    int plain;    /* a listening socket of the kernel, for those who connect */
    char url[64];
    char plain_url[64];
    struct sockaddr_storage address;
    socklen_t address_size;
};

static struct target targets[TARGETS];
static char folder[] = "/tmp/fuzz_sockets.XXXXXX";

static void must(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "%s: %s\n", what, nn_strerror(nn_errno()));
        abort();
    }
}

static void remove_folder(void)
{
    char path[128];
    for (size_t i = 0; i < TARGETS; i++) {
        snprintf(path, sizeof path, "%s/%zu", folder, i);
        unlink(path);
        snprintf(path, sizeof path, "%s/plain%zu", folder, i);
        unlink(path);
    }
    rmdir(folder);
}

static int listen_at(struct sockaddr_storage *address, socklen_t *size)
{
    int listener = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(listener >= 0 && bind(listener, (struct sockaddr *) address, *size) == 0 && listen(listener, 8) == 0
            && getsockname(listener, (struct sockaddr *) address, size) == 0,
        "listen");
    return listener;
}

static struct sockaddr_storage loopback(void)
{
    struct sockaddr_storage address = {.ss_family = AF_INET};
    ((struct sockaddr_in *) &address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void open_target(size_t index)
{
    struct target *target = &targets[index];
    target->transport = (enum transport)(index / PROTOCOLS);
    target->protocol = &protocols[index % PROTOCOLS];
    target->listener = nn_socket(target->protocol->listening_domain, target->protocol->listening);
    int max = MAX_RECEIVE_BYTES;
    must(target->listener >= 0 && nn_setsockopt(target->listener, NN_SOL_SOCKET, NN_RCVMAXSIZE, &max, sizeof max) == 0,
        "nn_socket");
    if (target->transport == IPC) {
        struct sockaddr_un *local = (struct sockaddr_un *) &target->address;
        local->sun_family = AF_UNIX;
        snprintf(local->sun_path, sizeof local->sun_path, "%s/plain%zu", folder, index);
        target->address_size = sizeof *local;
        target->plain = listen_at(&target->address, &target->address_size);
        snprintf(target->plain_url, sizeof target->plain_url, "ipc://%.50s", local->sun_path);
        snprintf(local->sun_path, sizeof local->sun_path, "%s/%zu", folder, index);
        target->address_size = sizeof *local;
        snprintf(target->url, sizeof target->url, "ipc://%.50s", local->sun_path);
    } else {
        const char *scheme = target->transport == TCP ? "tcp" : "ws";
        struct sockaddr_storage address = loopback();
        socklen_t size = sizeof(struct sockaddr_in);
        target->plain = listen_at(&address, &size);
        snprintf(target->plain_url, sizeof target->plain_url, "%s://127.0.0.1:%d", scheme,
            ntohs(((struct sockaddr_in *) &address)->sin_port));
        /* A port that is free, and not given to anybody else at once. */
        target->address = loopback();
        target->address_size = sizeof(struct sockaddr_in);
        close(listen_at(&target->address, &target->address_size));
        snprintf(target->url, sizeof target->url, "%s://127.0.0.1:%d", scheme,
            ntohs(((struct sockaddr_in *) &target->address)->sin_port));
    }
    must(nn_bind(target->listener, target->url) >= 0, target->url);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    must(mkdtemp(folder) != NULL, "mkdtemp");
    atexit(remove_folder);
    for (size_t i = 0; i < TARGETS; i++) {
        open_target(i);
    }
    return 0;
}

static void send_bytes(int connection, const void *bytes, size_t size)
{
    for (const char *at = bytes; size > 0;) {
        ssize_t sent = send(connection, at, size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return; /* it has been closed, as it should */
        }
        at += sent;
        size -= (size_t) sent;
    }
}

static void send_text(int connection, const char *text)
{
    send_bytes(connection, text, strlen(text));
}

static void drain(int socket)
{
    for (;;) {
        void *message;
        if (nn_recv(socket, &message, NN_MSG, NN_DONTWAIT) < 0) {
            return;
        }
        nn_freemsg(message);
    }
}

/*
 * Waits until there is something to read. What has come to nanomsg's socket is taken: until then it reads no further.
 */
static void await_bytes(int connection, int socket)
{
    struct pollfd one = {.fd = connection, .events = POLLIN};
    for (int waited = 0; waited < TIMEOUT_MS; waited++) {
        if (poll(&one, 1, 1) > 0) {
            return;
        }
        drain(socket);
    }
    fprintf(stderr, "a connection was neither answered nor closed within %d ms\n", TIMEOUT_MS);
    abort();
}

static void read_headers(int connection, int socket, char *text, size_t size)
{
    size_t length = 0;
    while (length < size - 1 && strstr(text, "\r\n\r\n") == NULL) {
        await_bytes(connection, socket);
        ssize_t got = recv(connection, text + length, size - 1 - length, 0);
        if (got <= 0) {
            return;
        }
        length += (size_t) got;
        text[length] = '\0';
    }
}

static void await_end(int connection, int socket)
{
    char ignored[4096];
    do {
        await_bytes(connection, socket);
    } while (recv(connection, ignored, sizeof ignored, 0) > 0);
}

static void greet(int connection, int protocol)
{
    char greeting[] = {0, 'S', 'P', 0, 0, (char) protocol, 0, 0};
    send_bytes(connection, greeting, sizeof greeting);
}

static void greet_listener(int connection, const struct target *target)
{
    if (target->transport == WS) {
        char request[256];
        char reply[1024] = "";
        snprintf(request, sizeof request,
            "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: %s.sp.nanomsg.org\r\n\r\n",
            target->protocol->connecting_name);
        send_text(connection, request);
        read_headers(connection, target->listener, reply, sizeof reply);
    } else {
        greet(connection, target->protocol->connecting);
    }
}

static void greet_connector(int connection, const struct target *target, const char *request)
{
    if (target->transport != WS) {
        greet(connection, target->protocol->listening);
        return;
    }
    const char *key = strstr(request, "Sec-WebSocket-Key: ");
    if (key == NULL) {
        return;
    }
    struct nn_sha1 hash;
    nn_sha1_init(&hash);
    for (key += strlen("Sec-WebSocket-Key: "); *key != '\r' && *key != '\0'; key++) {
        nn_sha1_hashbyte(&hash, (uint8_t) *key);
    }
    for (const char *magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; *magic != '\0'; magic++) {
        nn_sha1_hashbyte(&hash, (uint8_t) *magic);
    }
    char accept[64];
    nn_base64_encode(nn_sha1_result(&hash), 20, accept, sizeof accept);
    char reply[256];
    snprintf(reply, sizeof reply,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
        accept);
    send_text(connection, reply);
}

static void send_pieces(int connection, const uint8_t *data, size_t size)
{
    while (size > 0) {
        size_t length = data[0];
        data++;
        size--;
        length = length > size ? size : length;
        send_bytes(connection, data, length);
        data += length;
        size -= length;
    }
}

static void to_listener(const struct target *target, int greeted, const uint8_t *data, size_t size)
{
    int connection = socket(target->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(connection >= 0 && connect(connection, (const struct sockaddr *) &target->address, target->address_size) == 0,
        "connect");
    if (greeted) {
        greet_listener(connection, target);
    }
    send_pieces(connection, data, size);
    shutdown(connection, SHUT_WR);
    await_end(connection, target->listener);
    close(connection);
    drain(target->listener);
}

static void serve(const struct target *target, int socket, int greeted, const uint8_t *data, size_t size)
{
    struct pollfd one = {.fd = target->plain, .events = POLLIN};
    must(poll(&one, 1, TIMEOUT_MS) > 0, "nobody connects");
    int connection = accept(target->plain, NULL, NULL);
    must(connection >= 0, "accept");
    /* Something to be answered, where it can be taken already. */
    nn_send(socket, "asked", 5, NN_DONTWAIT);
    char request[1024] = "";
    if (target->transport == WS) {
        read_headers(connection, socket, request, sizeof request);
    }
    if (greeted) {
        greet_connector(connection, target, request);
    }
    send_pieces(connection, data, size);
    shutdown(connection, SHUT_WR);
    await_end(connection, socket);
    close(connection);
    drain(socket);
}

static void to_connector(const struct target *target, int greeted, const uint8_t *data, size_t size)
{
    int socket = nn_socket(AF_SP, target->protocol->connecting);
    int interval = 1;
    must(socket >= 0 && nn_setsockopt(socket, NN_SOL_SOCKET, NN_RECONNECT_IVL, &interval, sizeof interval) == 0
            && nn_connect(socket, target->plain_url) >= 0,
        "nn_connect");
    serve(target, socket, greeted, data, size / 2);
    serve(target, socket, greeted, data + size / 2, size - size / 2);
    nn_close(socket);
    struct pollfd more = {.fd = target->plain, .events = POLLIN};
    while (poll(&more, 1, 0) > 0) {
        close(accept(target->plain, NULL, NULL));
    }
}

/* A real peer's message comes through. */
static void check(const struct target *target)
{
    static const char content[] = "\x80\0\0\1still there";
    int socket = nn_socket(AF_SP_RAW, target->protocol->connecting);
    int timeout = 20;
    must(socket >= 0 && nn_connect(socket, target->url) >= 0
            && nn_setsockopt(target->listener, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout, sizeof timeout) == 0,
        "nn_connect");
    void *message;
    int size = -1;
    /* Some protocols send to nobody, and say nothing of it, before the connection is there. */
    for (int waited = 0; waited < TIMEOUT_MS && size < 0; waited += timeout) {
        nn_send(socket, content, sizeof content, NN_DONTWAIT);
        size = nn_recv(target->listener, &message, NN_MSG, 0);
    }
    must(size > 0, "a message of a real peer does not come");
    nn_freemsg(message);
    nn_close(socket);
    drain(target->listener);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned count;
    if (size == 0) {
        return 0;
    }
    const struct target *target = &targets[(data[0] & 15) % TARGETS];
    int greeted = (data[0] & 0x10) != 0;
    if ((data[0] & 0x60) == 0) {
        to_connector(target, greeted, data + 1, size - 1);
    } else {
        to_listener(target, greeted, data + 1, size - 1);
    }
    if (++count % CHECK_EVERY == 0) {
        for (size_t i = 0; i < TARGETS; i++) {
            check(&targets[i]);
        }
    }
    return 0;
}
