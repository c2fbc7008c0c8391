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

static uint64_t established(const struct og_connection *connection)
{
    return og_nano_statistic(connection->socket, NN_STAT_ESTABLISHED_CONNECTIONS);
}

static void close_attempt(struct og_connection *connection)
{
    og_connection_close_socket(connection->socket);
    connection->socket = OG_CONNECTION_NO_SOCKET;
    connection->receive_descriptor = connection->send_descriptor = -1;
}

/* With a new socket: an old one's endpoint could still come to a connection while it is being ended. */
static bool begin_attempt(struct og_connection *connection)
{
    connection->attempt_ms = og_clock_ms();
    const char *url = og_destination_next(&connection->destination, connection->attempt_ms);
    if (url == NULL) {
        return true; /* the name is being resolved */
    }
    connection->attempts++;
    connection->socket = og_nano_open(NN_REQ);
    if (connection->socket < 0) {
        return false;
    }
    connection->receive_descriptor = og_nano_descriptor(connection->socket, NN_RCVFD);
    connection->send_descriptor = og_nano_descriptor(connection->socket, NN_SNDFD);
    if (!og_nano_set(connection->socket, NN_SNDBUF, SEND_BUFFER_BYTES)
        || !og_nano_set(connection->socket, NN_IPV4ONLY, !og_endpoint_url_is_ipv6(url))
        || nn_connect(connection->socket, url) < 0) {
        int error = nn_errno();
        close_attempt(connection); /* and so the next attempt comes soon */
        errno = error;
        return false;
    }
    return true;
}

bool og_connection_open(struct og_connection *connection, const char *url)
{
    *connection = OG_CONNECTION_NONE;
    return og_destination_open(&connection->destination, url) && begin_attempt(connection);
}

void og_connection_close_socket(int socket)
{
    if (socket >= 0) {
        nn_close(socket);
    }
}

void og_connection_close(struct og_connection *connection)
{
    close_attempt(connection);
    og_destination_close(&connection->destination);
}

enum og_connection_change og_connection_check(struct og_connection *connection)
{
    if (connection->socket < 0) {
        return OG_CONNECTION_SAME;
    }
    bool there = established(connection) == 1 && og_nano_statistic(connection->socket, NN_STAT_CURRENT_CONNECTIONS) > 0;
    if (there == connection->connected) {
        return OG_CONNECTION_SAME;
    }
    connection->connected = there;
    if (there) {
        connection->attempts = 0;
        og_destination_connected(&connection->destination);
    }
    return there ? OG_CONNECTION_CAME : OG_CONNECTION_WENT;
}

bool og_connection_is_another(const struct og_connection *connection)
{
    return connection->connected && established(connection) != 1;
}

/* Whether nothing more can come of this socket. */
static bool is_done_for(const struct og_connection *connection)
{
    return connection->socket < 0 || established(connection) > 0
        || og_nano_statistic(connection->socket, NN_STAT_CONNECT_ERRORS) > 0
        || og_nano_statistic(connection->socket, NN_STAT_BROKEN_CONNECTIONS) > 0
        || og_nano_statistic(connection->socket, NN_STAT_DROPPED_CONNECTIONS) > 0;
}

static void check_rejections(struct og_connection *connection)
{
    uint64_t rejected
        = connection->socket < 0 ? 0 : og_nano_statistic(connection->socket, OG_NANO_REJECTED_CONNECTIONS);
    if (rejected > 0) {
        og_bounded_log_line(&connection->destination.failures,
            "%s: what listens there is no end of a session: check the address on both sides",
            connection->destination.url);
    }
}

int og_connection_try_again(struct og_connection *connection)
{
    int over = OG_CONNECTION_NO_SOCKET;
    if (connection->connected) {
        return over;
    }
    int64_t since = og_clock_ms() - connection->attempt_ms;
    bool due = is_done_for(connection) && (connection->attempts < URGENT_ATTEMPTS || since > RETRY_MS);
    if (due || since > og_destination_attempt_ms(&connection->destination)) {
        check_rejections(connection);
        over = connection->socket;
        connection->socket = OG_CONNECTION_NO_SOCKET;
        connection->receive_descriptor = connection->send_descriptor = -1;
        if (!begin_attempt(connection)) {
            og_bounded_log_line(&connection->destination.failures, "%s can't be connected to: %s",
                connection->destination.url, og_nano_problem());
        }
    }
    return over;
}
