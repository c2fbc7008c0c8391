#include "connection.h"

#include <errno.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

#include "base/clock.h"
#include "base/endpoint_url.h"
#include "nano.h"

enum {
    URGENT_ATTEMPTS = 200, /* after so many it is no longer urgent */
    RETRY_MS = 250,
    /* Room for eight messages of 64 KiB instead of two: the threads need not wake for each. */
    SEND_BUFFER_BYTES = 512 << 10
};

static uint64_t established(const struct connection *connection)
{
    return nano_statistic(connection->socket, NN_STAT_ESTABLISHED_CONNECTIONS);
}

static void close_attempt(struct connection *connection)
{
    connection_close_socket(connection->socket);
    connection->socket = CONNECTION_NO_SOCKET;
    connection->receive_descriptor = connection->send_descriptor = -1;
}

/* With a new socket: an old one's endpoint could still come to a connection while it is being ended. */
static bool begin_attempt(struct connection *connection)
{
    connection->attempt_ms = clock_ms();
    const char *url = destination_next(&connection->destination, connection->attempt_ms);
    if (url == NULL) {
        return true; /* the name is being resolved */
    }
    connection->attempts++;
    connection->socket = nano_open(NN_REQ);
    if (connection->socket < 0) {
        return false;
    }
    connection->receive_descriptor = nano_descriptor(connection->socket, NN_RCVFD);
    connection->send_descriptor = nano_descriptor(connection->socket, NN_SNDFD);
    if (!nano_set(connection->socket, NN_SNDBUF, SEND_BUFFER_BYTES)
        || !nano_set(connection->socket, NN_IPV4ONLY, !endpoint_url_is_ipv6(url))
        || nn_connect(connection->socket, url) < 0) {
        int error = nn_errno();
        close_attempt(connection); /* and so the next attempt comes soon */
        errno = error;
        return false;
    }
    return true;
}

bool connection_open(struct connection *connection, const char *url)
{
    *connection = CONNECTION_NONE;
    return destination_open(&connection->destination, url) && begin_attempt(connection);
}

void connection_close_socket(int socket)
{
    if (socket >= 0) {
        nn_close(socket);
    }
}

void connection_close(struct connection *connection)
{
    close_attempt(connection);
    destination_close(&connection->destination);
}

enum connection_change connection_check(struct connection *connection)
{
    if (connection->socket < 0) {
        return CONNECTION_SAME;
    }
    bool there = established(connection) == 1 && nano_statistic(connection->socket, NN_STAT_CURRENT_CONNECTIONS) > 0;
    if (there == connection->connected) {
        return CONNECTION_SAME;
    }
    connection->connected = there;
    if (there) {
        connection->attempts = 0;
        destination_connected(&connection->destination);
    }
    return there ? CONNECTION_CAME : CONNECTION_WENT;
}

bool connection_is_another(const struct connection *connection)
{
    return connection->connected && established(connection) != 1;
}

/* Whether nothing more can come of this socket. */
static bool is_done_for(const struct connection *connection)
{
    return connection->socket < 0 || established(connection) > 0
        || nano_statistic(connection->socket, NN_STAT_CONNECT_ERRORS) > 0
        || nano_statistic(connection->socket, NN_STAT_BROKEN_CONNECTIONS) > 0
        || nano_statistic(connection->socket, NN_STAT_DROPPED_CONNECTIONS) > 0;
}

static void check_rejections(struct connection *connection)
{
    uint64_t rejected = connection->socket < 0 ? 0 : nano_statistic(connection->socket, NANO_REJECTED_CONNECTIONS);
    if (rejected > 0) {
        bounded_log_line(&connection->destination.failures,
            "%s: what listens there is no end of a session: set remote.url to the other side's listen.url",
            connection->destination.url);
    }
}

int connection_try_again(struct connection *connection)
{
    int over = CONNECTION_NO_SOCKET;
    if (connection->connected) {
        return over;
    }
    int64_t since = clock_ms() - connection->attempt_ms;
    bool due = is_done_for(connection) && (connection->attempts < URGENT_ATTEMPTS || since > RETRY_MS);
    if (due || since > destination_attempt_ms(&connection->destination)) {
        check_rejections(connection);
        over = connection->socket;
        connection->socket = CONNECTION_NO_SOCKET;
        connection->receive_descriptor = connection->send_descriptor = -1;
        if (!begin_attempt(connection)) {
            bounded_log_line(&connection->destination.failures, "%s can't be connected to: %s",
                connection->destination.url, nano_problem());
        }
    }
    return over;
}
