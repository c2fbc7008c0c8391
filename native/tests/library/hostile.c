/*
 * What bytes from outside, or calls that should be errors, do to a process with libnanomsg in it: one case, by its
 * name, in a folder of its own, with so many milliseconds for each thing to happen. Without arguments: the names.
 * Linked with our build and with Debian's. Ends with status 0 if the library did right, with 3 and a word if it did
 * wrong, and by a signal where the library ends the process.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>
#include <nanomsg/reqrep.h>

/* Of the library itself, for the answer to a handshake over ws; Debian's build shows them. */
#include "transports/utils/base64.h"
#include "transports/ws/sha1.h"

enum { WRONG = 3 };

static const char *folder;
static int timeout_ms;

static void wrong(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    exit(WRONG);
}

static void must(bool condition, const char *what)
{
    if (!condition) {
        wrong("%s: %s", what, nn_strerror(nn_errno()));
    }
}

/* ----------------------------------------------------------------------------------------- the other side */

enum transport { IPC, TCP, WS };

struct place {
    char url[128];
    struct sockaddr_storage address;
    socklen_t size;
};

static struct place a_place(enum transport transport)
{
    static int count;
    struct place place = {.size = sizeof(struct sockaddr_in)};
    if (transport == IPC) {
        struct sockaddr_un *local = (struct sockaddr_un *) &place.address;
        local->sun_family = AF_UNIX;
        snprintf(local->sun_path, sizeof local->sun_path, "%s/%d", folder, count++);
        place.size = sizeof *local;
        snprintf(place.url, sizeof place.url, "ipc://%s", local->sun_path);
        return place;
    }
    struct sockaddr_in *internet = (struct sockaddr_in *) &place.address;
    internet->sin_family = AF_INET;
    internet->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(probe, (struct sockaddr *) internet, sizeof *internet) == 0
            && getsockname(probe, (struct sockaddr *) internet, &place.size) == 0,
        "a free port");
    close(probe);
    snprintf(
        place.url, sizeof place.url, "%s://127.0.0.1:%d", transport == TCP ? "tcp" : "ws", ntohs(internet->sin_port));
    return place;
}

static int connect_to(const struct place *place)
{
    int connection = socket(place->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(connect(connection, (const struct sockaddr *) &place->address, place->size) == 0, "connect");
    return connection;
}

static int listen_at(const struct place *place)
{
    int listener = socket(place->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    must(bind(listener, (const struct sockaddr *) &place->address, place->size) == 0 && listen(listener, 8) == 0,
        "listen");
    return listener;
}

static int accept_at(int listener)
{
    struct pollfd one = {.fd = listener, .events = POLLIN};
    if (poll(&one, 1, timeout_ms) <= 0) {
        wrong("nobody connects");
    }
    return accept(listener, NULL, NULL);
}

static void say(int connection, const void *bytes, size_t size)
{
    for (const char *at = bytes; size > 0;) {
        ssize_t sent = send(connection, at, size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        at += sent;
        size -= (size_t) sent;
    }
}

static void say_text(int connection, const char *text)
{
    say(connection, text, strlen(text));
}

/* Reads until the other side has closed, or until the end of headers; gives how much. */
static size_t receive_text(int connection, char *text, size_t size, bool headers)
{
    size_t length = 0;
    struct pollfd one = {.fd = connection, .events = POLLIN};
    text[0] = '\0';
    while (length < size - 1) {
        if (poll(&one, 1, timeout_ms) <= 0) {
            wrong("the connection is neither answered nor closed");
        }
        ssize_t got = recv(connection, text + length, size - 1 - length, 0);
        if (got <= 0) {
            break;
        }
        length += (size_t) got;
        text[length] = '\0';
        if (headers && strstr(text, "\r\n\r\n") != NULL) {
            break;
        }
    }
    return length;
}

/* It is closed, though this side would go on. */
static void is_closed(int connection)
{
    char ignored[65536];
    while (receive_text(connection, ignored, sizeof ignored, false) == sizeof ignored - 1) {
        /* There may be more. */
    }
    close(connection);
}

static void greet(int connection, int protocol)
{
    char greeting[] = {0, 'S', 'P', 0, 0, (char) protocol, 0, 0};
    say(connection, greeting, sizeof greeting);
}

static const char HANDSHAKE[] = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Protocol: pair.sp.nanomsg.org\r\n\r\n";

static int shake_hands(const struct place *place)
{
    char reply[1024];
    int connection = connect_to(place);
    say_text(connection, HANDSHAKE);
    receive_text(connection, reply, sizeof reply, true);
    if (strncmp(reply, "HTTP/1.1 101 ", 13) != 0) {
        wrong("the handshake is answered by %s", reply);
    }
    return connection;
}

/* ---------------------------------------------------------------------------------------------- this side */

static int listener_at(const struct place *place, int protocol, int max)
{
    int socket = nn_socket(AF_SP, protocol);
    int timeout = timeout_ms;
    must(socket >= 0 && nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVMAXSIZE, &max, sizeof max) == 0
            && nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout, sizeof timeout) == 0
            && nn_bind(socket, place->url) >= 0,
        place->url);
    return socket;
}

/* A real peer still comes through. */
static void is_there(int listener, const struct place *place)
{
    int peer = nn_socket(AF_SP, NN_PAIR);
    int timeout = timeout_ms;
    char bytes[8];
    must(nn_setsockopt(peer, NN_SOL_SOCKET, NN_SNDTIMEO, &timeout, sizeof timeout) == 0
            && nn_connect(peer, place->url) >= 0 && nn_send(peer, "real", 4, 0) == 4,
        "a real peer can't send");
    must(nn_recv(listener, bytes, sizeof bytes, 0) == 4 && memcmp(bytes, "real", 4) == 0,
        "a real peer's message doesn't come");
    nn_close(peer);
}

static void request_is_refused(const void *request, size_t size)
{
    struct place place = a_place(WS);
    int listener = listener_at(&place, NN_PAIR, 1 << 20);
    for (int i = 0; i < 3; i++) {
        int connection = connect_to(&place);
        say(connection, request, size);
        is_closed(connection);
    }
    is_there(listener, &place);
}

static void text_is_refused(const char *request)
{
    request_is_refused(request, strlen(request));
}

/* Headers so long, with an end. */
static void long_headers(size_t size)
{
    char *request = malloc(size);
    memset(request, 'x', size);
    memcpy(request, "GET / HTTP/1.1\r\nX: ", 19);
    memcpy(request + size - 4, "\r\n\r\n", 4);
    request_is_refused(request, size);
}

/* What a server says to one that connects over ws; which then comes back. */
static void answer_is_refused(const void *answer, size_t size)
{
    struct place place = a_place(WS);
    int listener = listen_at(&place);
    int socket = nn_socket(AF_SP, NN_PAIR);
    must(nn_connect(socket, place.url) >= 0, "nn_connect");
    for (int i = 0; i < 3; i++) {
        char request[1024];
        int connection = accept_at(listener);
        receive_text(connection, request, sizeof request, true);
        say(connection, answer, size);
        is_closed(connection);
    }
    nn_close(socket);
}

static void text_answer_is_refused(const char *answer)
{
    answer_is_refused(answer, strlen(answer));
}

/* ---------------------------------------------------------------------------------------------- the cases */

static void ws_post(void)
{
    text_is_refused(
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\nAuthorization: Bearer "
        "012345678901234567890123456789012345678901234567890123456789\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}

static void ws_head(void)
{
    text_is_refused(
        "HEAD /health HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: "
        "a-health-check-with-a-rather-long-name-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789\r\n\r\n");
}

static void ws_http_1_0(void)
{
    text_is_refused(
        "GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\nUser-Agent: "
        "a-health-check-with-a-rather-long-name-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789\r\n\r\n");
}

static void ws_nul(void)
{
    char request[256];
    memset(request, 'x', sizeof request);
    memcpy(request, "GET / HTTP/1.1\r\nHost: \0", 23);
    memcpy(request + sizeof request - 4, "\r\n\r\n", 4);
    request_is_refused(request, sizeof request);
}

static void ws_bytes_behind(void)
{
    char request[512];
    snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: x\r\n\r\n%0200d\r\n\r\n", 0);
    text_is_refused(request);
}

static void ws_connection_without_end(void)
{
    char request[600];
    snprintf(request, sizeof request, "GET a\r\n\r\n%0100d HTTP/1.1\r\nConnection:%0400d", 0, 0);
    text_is_refused(request);
}

static void ws_headers_of_4096(void)
{
    long_headers(4096);
}

static void ws_headers_of_5000(void)
{
    long_headers(5000);
}

static void ws_long_version(void)
{
    char request[3000];
    snprintf(request, sizeof request,
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n"
        "Sec-WebSocket-Version: %02000d\r\n\r\n",
        0);
    text_is_refused(request);
}

/* A client of another protocol is refused, and nothing of it is taken. */
static void ws_other_protocol(void)
{
    struct place place = a_place(WS);
    int listener = listener_at(&place, NN_PAIR, 1 << 20);
    int connection = connect_to(&place);
    say_text(connection,
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: pub.sp.nanomsg.org\r\n\r\n");
    say(connection, "\x82\x84\0\0\0\0evil", 10);
    is_closed(connection);
    is_there(listener, &place);
}

/* Frames that close the connection, and frames that are right: those are received. */
static void ws_frames(const void *frames, size_t size, int received)
{
    struct place place = a_place(WS);
    int listener = listener_at(&place, NN_PAIR, 1 << 20);
    int connection = shake_hands(&place);
    say(connection, frames, size);
    if (received > 0) {
        void *message;
        must(nn_recv(listener, &message, NN_MSG, 0) == received, "the message doesn't come");
        nn_freemsg(message);
        close(connection);
    } else {
        is_closed(connection);
    }
    is_there(listener, &place);
}

static void ws_split_character(void)
{
    ws_frames("\x01\x82\0\0\0\0\xf0\x9f\x80\x82\0\0\0\0\x98\x80", 16, 4);
    ws_frames("\x01\x83\0\0\0\0\xf0\x9f\x98\x80\x81\0\0\0\0\x80", 16, 4);
}

static void ws_sizes_that_overflow(void)
{
    ws_frames("\x02\x8a\0\0\0\0"
              "0123456789\x80\xff\xff\xff\xff\xff\xff\xff\xff\xfb\0\0\0\0",
        30, 0);
}

/* A size of 2^60 where NN_RCVMAXSIZE says that any will do. */
static void huge(enum transport transport, const void *bytes, size_t size)
{
    struct place place = a_place(transport);
    int listener = listener_at(&place, NN_PAIR, -1);
    int connection = transport == WS ? shake_hands(&place) : connect_to(&place);
    if (transport != WS) {
        greet(connection, NN_PAIR);
    }
    say(connection, bytes, size);
    is_closed(connection);
    is_there(listener, &place);
}

static void ipc_size_of_2_60(void)
{
    huge(IPC, "\x01\x10\0\0\0\0\0\0\0", 9);
}

static void tcp_size_of_2_60(void)
{
    huge(TCP, "\x10\0\0\0\0\0\0\0", 8);
}

static void ws_size_of_2_60(void)
{
    huge(WS, "\x82\xff\x10\0\0\0\0\0\0\0\0\0\0\0", 14);
}

static void ipc_frame_type(void)
{
    struct place place = a_place(IPC);
    int listener = listener_at(&place, NN_PAIR, 1 << 20);
    int connection = connect_to(&place);
    greet(connection, NN_PAIR);
    say(connection,
        "\x02\0\0\0\0\0\0\0\x04"
        "evil",
        13);
    is_closed(connection);
    is_there(listener, &place);
}

static int open_descriptors(void)
{
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (readdir(directory) != NULL) {
        count++;
    }
    closedir(directory);
    return count;
}

static void send_descriptors(int connection, int each)
{
    char control[CMSG_SPACE(20 * sizeof(int))] = {0};
    char byte = 0;
    struct iovec piece = {&byte, 1};
    struct msghdr header
        = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(20 * sizeof(int));
    for (size_t i = 0; i < 20; i++) {
        memcpy(CMSG_DATA(rights) + i * sizeof(int), &each, sizeof each);
    }
    must(sendmsg(connection, &header, MSG_NOSIGNAL) == 1, "sendmsg");
}

static void ipc_descriptors(void)
{
    struct place place = a_place(IPC);
    int listener = listener_at(&place, NN_PAIR, 1 << 20);
    is_there(listener, &place);
    int before = open_descriptors();
    int connection = connect_to(&place);
    send_descriptors(connection, STDIN_FILENO);
    shutdown(connection, SHUT_WR);
    is_closed(connection);
    is_there(listener, &place);
    if (open_descriptors() > before + 2) {
        wrong("%d descriptors are open, and were %d", open_descriptors(), before);
    }
}

static void ipc_path_of_108(void)
{
    char url[140];
    snprintf(url, sizeof url, "ipc://%s/%0*d", folder, (int) (108 - strlen(folder) - 1), 0);
    int socket = nn_socket(AF_SP, NN_PAIR);
    if (nn_bind(socket, url) >= 0 || nn_connect(socket, url) >= 0) {
        wrong("%s is taken", url);
    }
    nn_close(socket);
}

static void ipc_over_a_file(void)
{
    struct place place = a_place(IPC);
    const char *path = place.url + strlen("ipc://");
    close(open(path, O_CREAT | O_WRONLY, 0600));
    int socket = nn_socket(AF_SP, NN_PAIR);
    if (nn_bind(socket, place.url) >= 0 || access(path, F_OK) != 0) {
        wrong("the file is removed");
    }
    /* A socket that nobody listens at keeps no address. */
    struct place dead = a_place(IPC);
    close(listen_at(&dead));
    must(nn_bind(socket, dead.url) >= 0, "a dead socket keeps its address");
    nn_close(socket);
}

static void ws_answer_without_status(void)
{
    text_answer_is_refused("nothing of the kind\r\n\r\n");
}

static void ws_answer_with_a_nul(void)
{
    answer_is_refused("HTTP/1.1 101 \0\0\0\r\n\r\n", 20);
}

static void ws_answer_of_512(void)
{
    char answer[600];
    memset(answer, 'x', sizeof answer);
    memcpy(answer, "HTTP/1.1 101 S\r\nX: ", 19);
    memcpy(answer + 508, "\r\n\r\n", 4);
    answer_is_refused(answer, 512);
}

static void ws_answer_not_found(void)
{
    text_answer_is_refused("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

static void accept_key(const char *key, char *accept, size_t size)
{
    struct nn_sha1 hash;
    nn_sha1_init(&hash);
    for (; *key != '\r' && *key != '\0'; key++) {
        nn_sha1_hashbyte(&hash, (uint8_t) *key);
    }
    for (const char *magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; *magic != '\0'; magic++) {
        nn_sha1_hashbyte(&hash, (uint8_t) *magic);
    }
    nn_base64_encode(nn_sha1_result(&hash), 20, accept, size);
}

static void answer_handshake(int connection)
{
    char request[1024];
    char reply[256];
    char accept[32];
    receive_text(connection, request, sizeof request, true);
    const char *key = strstr(request, "Sec-WebSocket-Key: ");
    if (key == NULL) {
        wrong("no handshake, but %s", request);
    }
    accept_key(key + strlen("Sec-WebSocket-Key: "), accept, sizeof accept);
    snprintf(reply, sizeof reply,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
        accept);
    say_text(connection, reply);
}

/* A server that ends with these frames; its next connection is as good as new. */
static void ws_goes_on_after(const void *frames, size_t size)
{
    struct place place = a_place(WS);
    int listener = listen_at(&place);
    int socket = nn_socket(AF_SP, NN_PAIR);
    int interval = 10;
    must(nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout_ms, sizeof timeout_ms) == 0
            && nn_setsockopt(socket, NN_SOL_SOCKET, NN_RECONNECT_IVL, &interval, sizeof interval) == 0
            && nn_connect(socket, place.url) >= 0,
        "nn_connect");
    int connection = accept_at(listener);
    answer_handshake(connection);
    say(connection, frames, size);
    shutdown(connection, SHUT_WR);
    is_closed(connection);
    connection = accept_at(listener);
    answer_handshake(connection);
    say(connection, "\x81\x04next", 6);
    char bytes[8];
    must(nn_recv(socket, bytes, sizeof bytes, 0) == 4 && memcmp(bytes, "next", 4) == 0,
        "the next connection's message doesn't come");
    nn_close(socket);
}

static void ws_broken_frame(void)
{
    ws_goes_on_after("\x82\x05"
                     "a",
        3);
}

static void ws_broken_message(void)
{
    ws_goes_on_after("\x02\x01"
                     "a",
        3);
}

static void ws_broken_character(void)
{
    ws_goes_on_after("\x01\x03\xf0\x90\x80\x80\x01"
                     "A",
        8);
}

/* What came before a connection broke isn't the next one's greeting. */
static void read_ahead(void)
{
    struct place place = a_place(TCP);
    int listener = listen_at(&place);
    int socket = nn_socket(AF_SP, NN_PAIR);
    int timeout = timeout_ms;
    must(nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout, sizeof timeout) == 0
            && nn_connect(socket, place.url) >= 0,
        "nn_connect");
    int connection = accept_at(listener);
    greet(connection, NN_PAIR);
    char many[200];
    memset(many, 0, sizeof many);
    for (size_t i = 0; i + 9 <= sizeof many; i += 9) {
        many[i + 7] = 1;
    }
    say(connection, many, 198);
    char one[8];
    must(nn_recv(socket, one, sizeof one, 0) == 1, "the first message");
    struct linger reset = {1, 0};
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(connection);
    /* The next one greets and sends one message. */
    connection = accept_at(listener);
    greet(connection, NN_PAIR);
    say(connection, "\0\0\0\0\0\0\0\x04next", 12);
    int size;
    do {
        size = nn_recv(socket, one, sizeof one, 0);
    } while (size == 1);
    must(size == 4 && memcmp(one, "next", 4) == 0, "the next connection's message doesn't come");
    nn_close(socket);
}

/* Replies that nobody waits for. */
static void late_reply(void)
{
    struct place place = a_place(TCP);
    int replier = nn_socket(AF_SP_RAW, NN_REP);
    int socket = nn_socket(AF_SP, NN_REQ);
    int timeout = timeout_ms;
    must(nn_bind(replier, place.url) >= 0 && nn_connect(socket, place.url) >= 0
            && nn_setsockopt(socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout, sizeof timeout) == 0,
        "nn_connect");
    must(nn_send(socket, "asked", 5, 0) == 5, "nn_send");
    void *request;
    void *control;
    struct nn_iovec piece = {&request, NN_MSG};
    struct nn_msghdr header = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = NN_MSG};
    must(nn_recvmsg(replier, &header, 0) == 5, "nn_recvmsg");
    nn_freemsg(request);
    for (int i = 0; i < 3; i++) {
        char *reply = nn_allocmsg(100, 0);
        memset(reply, 'a' + i, 100);
        void *again = nn_allocmsg(((struct nn_cmsghdr *) control)->cmsg_len + sizeof(size_t), 0);
        memcpy(again, control, ((struct nn_cmsghdr *) control)->cmsg_len);
        struct nn_iovec answer = {&reply, NN_MSG};
        struct nn_msghdr one = {.msg_iov = &answer, .msg_iovlen = 1, .msg_control = &again, .msg_controllen = NN_MSG};
        must(nn_sendmsg(replier, &one, 0) == 100, "nn_sendmsg");
    }
    nn_freemsg(control);
    nn_close(replier);
    while (nn_get_statistic(socket, NN_STAT_CURRENT_CONNECTIONS) > 0) {
        poll(NULL, 0, 1); /* when it has noticed that, all three have come */
    }
    char first[200];
    must(nn_recv(socket, first, sizeof first, 0) == 100 && first[0] == 'a', "another reply took its place");
    nn_close(socket);
}

static const struct {
    const char *name;
    void (*run)(void);
} cases[] = {
    {"ws-post", ws_post},
    {"ws-head", ws_head},
    {"ws-http-1.0", ws_http_1_0},
    {"ws-nul", ws_nul},
    {"ws-bytes-behind", ws_bytes_behind},
    {"ws-connection-without-end", ws_connection_without_end},
    {"ws-headers-of-4096", ws_headers_of_4096},
    {"ws-headers-of-5000", ws_headers_of_5000},
    {"ws-long-version", ws_long_version},
    {"ws-other-protocol", ws_other_protocol},
    {"ws-split-character", ws_split_character},
    {"ws-sizes-that-overflow", ws_sizes_that_overflow},
    {"ipc-size-of-2^60", ipc_size_of_2_60},
    {"tcp-size-of-2^60", tcp_size_of_2_60},
    {"ws-size-of-2^60", ws_size_of_2_60},
    {"ipc-frame-type", ipc_frame_type},
    {"ipc-descriptors", ipc_descriptors},
    {"ipc-path-of-108", ipc_path_of_108},
    {"ipc-over-a-file", ipc_over_a_file},
    {"ws-answer-without-status", ws_answer_without_status},
    {"ws-answer-with-a-nul", ws_answer_with_a_nul},
    {"ws-answer-of-512", ws_answer_of_512},
    {"ws-answer-not-found", ws_answer_not_found},
    {"ws-broken-frame", ws_broken_frame},
    {"ws-broken-message", ws_broken_message},
    {"ws-broken-character", ws_broken_character},
    {"read-ahead", read_ahead},
    {"late-reply", late_reply},
};

int main(int argc, char **argv)
{
    size_t count = sizeof cases / sizeof cases[0];
    for (size_t i = 0; argc == 1 && i < count; i++) {
        printf("%s\n", cases[i].name);
    }
    folder = argc > 3 ? argv[2] : ".";
    timeout_ms = argc > 3 ? atoi(argv[3]) : 0;
    for (size_t i = 0; argc > 3 && i < count; i++) {
        if (strcmp(argv[1], cases[i].name) == 0) {
            cases[i].run();
        }
    }
    return 0;
}
