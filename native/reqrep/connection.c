#include "connection.h"

#include <nanomsg/nn.h>

#include "clock.h"
#include "nano.h"

enum {
    URGENT_ATTEMPTS = 200, /* after so many it is no longer urgent */
    PATIENT_MS = 250,
    ATTEMPT_MS = 10000 /* an attempt that says nothing for so long is given up */
};

static uint64_t errors(const struct connection *connection)
{
    return nano_statistic(connection->socket, NN_STAT_CONNECT_ERRORS)
        + nano_statistic(connection->socket, NN_STAT_BROKEN_CONNECTIONS)
        + nano_statistic(connection->socket, NN_STAT_DROPPED_CONNECTIONS);
}

static void begin_attempt(struct connection *connection)
{
    connection->errors = errors(connection);
    connection->endpoint = nn_connect(connection->socket, connection->url);
    connection->attempt_ms = clock_ms();
    connection->attempts++;
}

bool connection_open(struct connection *connection, int socket, const char *url)
{
    *connection = (struct connection){.socket = socket, .url = url};
    begin_attempt(connection);
    return connection->endpoint >= 0;
}

enum connection_change connection_look(struct connection *connection)
{
    uint64_t established = nano_statistic(connection->socket, NN_STAT_ESTABLISHED_CONNECTIONS);
    bool connected = nano_statistic(connection->socket, NN_STAT_CURRENT_CONNECTIONS) > 0;
    bool another = established != connection->established;
    connection->established = established;
    if (connection->connected && (!connected || another)) {
        connection->connected = false;
        return CONNECTION_WENT;
    }
    if (!connection->connected && connected) {
        connection->connected = true;
        connection->attempts = 0;
        return CONNECTION_CAME;
    }
    return CONNECTION_SAME;
}

bool connection_is_another(const struct connection *connection)
{
    return connection->connected
        && nano_statistic(connection->socket, NN_STAT_ESTABLISHED_CONNECTIONS) != connection->established;
}

void connection_try_again(struct connection *connection)
{
    int64_t since = clock_ms() - connection->attempt_ms;
    bool failed = connection->endpoint < 0 || errors(connection) != connection->errors;
    bool due = failed && (connection->attempts < URGENT_ATTEMPTS || since > PATIENT_MS);
    if (connection->connected || !(due || since > ATTEMPT_MS)) {
        return;
    }
    if (connection->endpoint >= 0) {
        nn_shutdown(connection->socket, connection->endpoint);
    }
    begin_attempt(connection);
}
