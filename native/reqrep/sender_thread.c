#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "nano.h"
#include "sender_state.h"
#include "wire/answer.h"

/* Answers taken between two checks of everything else. */
enum { ANSWERS_AT_ONCE = 256 };

/* A check that comes so late says that this process was stopped, or had no time: answers may lie in the socket. */
enum { LATE_MS = 300 };

void sender_wake(struct sender *sender)
{
    uint64_t one = 1;
    ssize_t written = write(sender->wake, &one, sizeof one);
    (void) written; /* it fails only when the thread is to wake up already */
}

/* ---------------------------------------------------------------------------------------- under the mutex */

static void note(struct sender *sender, unsigned events)
{
    if (events & SENDER_CONNECTED) {
        sender->happened &= ~(unsigned) SENDER_DISCONNECTED;
    }
    if (events & SENDER_DISCONNECTED) {
        sender->happened &= ~(unsigned) SENDER_CONNECTED;
    }
    sender->happened |= events;
    sender->untold |= events;
    if (window_peer_is_there(sender->window)) {
        sender->absent_since = 0;
    } else if (sender->absent_since == 0) {
        sender->absent_since = clock_ms();
    }
}

void sender_pump(struct sender *sender)
{
    struct window_packet next;
    while (!sender->closed && !sender->socket_full && window_next(sender->window, &next)) {
        struct outgoing *outgoing = next.packet;
        outgoing_set_route(outgoing, sender->settings.identity.words, next.base, next.id);
        if (connection_is_another(&sender->connection)
            || nano_send(sender->connection.socket, outgoing->route, OUTGOING_ROUTE_BYTES + outgoing->size)
                != NANO_DONE) {
            sender->socket_full = true;
            sender_wake(sender);
            break;
        }
        window_sent(sender->window, clock_ms());
    }
    note(sender, window_take_events(sender->window));
    pthread_cond_broadcast(&sender->changed);
}

/* Gives the socket of an attempt that is over, or CONNECTION_NO_SOCKET: to be closed without the mutex, as that can
 * take. */
static int check_connection(struct sender *sender)
{
    enum connection_change change = connection_check(&sender->connection);
    if (change == CONNECTION_CAME) {
        window_connected(sender->window, clock_ms());
        sender->disconnected_since = 0;
        note(sender, SENDER_CONNECTED);
    } else if (change == CONNECTION_WENT) {
        window_disconnected(sender->window);
        sender->disconnected_since = clock_ms();
        note(sender, SENDER_DISCONNECTED);
    }
    return connection_try_again(&sender->connection);
}

/* --------------------------------------------------------------------------------------------- the thread */

static void take_answers(struct sender *sender)
{
    struct sp_message message;
    for (int i = 0; i < ANSWERS_AT_ONCE; i++) {
        enum nano_result result = nano_receive(sender->connection.socket, &message);
        if (result == NANO_WOULD_BLOCK || result == NANO_CLOSED) {
            return;
        }
        if (result == NANO_DONE) {
            struct answer answer;
            if (answer_read(&message, sender->settings.identity.words, &answer)) {
                pthread_mutex_lock(&sender->mutex);
                window_answered(sender->window, answer.id, answer.body, answer.identity, clock_ms());
                pthread_mutex_unlock(&sender->mutex);
            }
            nano_free(&message);
        }
    }
}

/* Waits until there is something to do, or for the next check. */
static void wait_for_work(struct sender *sender, int64_t next_check)
{
    pthread_mutex_lock(&sender->mutex);
    bool full = sender->socket_full;
    pthread_mutex_unlock(&sender->mutex);
    struct pollfd descriptors[] = {
        {.fd = sender->wake, .events = POLLIN},
        {.fd = sender->connection.receive_descriptor, .events = POLLIN},
        {.fd = full ? sender->connection.send_descriptor : -1, .events = POLLIN},
    };
    int64_t left = next_check - clock_ms();
    poll(descriptors, sizeof descriptors / sizeof descriptors[0], left < 0 ? 0 : (int) left);
    if (descriptors[0].revents != 0) {
        uint64_t count;
        ssize_t taken = read(sender->wake, &count, sizeof count);
        (void) taken;
    }
    if (descriptors[2].revents != 0) {
        pthread_mutex_lock(&sender->mutex);
        sender->socket_full = false;
        pthread_mutex_unlock(&sender->mutex);
    }
}

void *sender_run(void *argument)
{
    struct sender *sender = argument;
    int64_t next_check = clock_ms();
    for (bool closed = false; !closed;) {
        take_answers(sender);
        bool due = clock_ms() >= next_check || connection_is_another(&sender->connection);
        pthread_mutex_lock(&sender->mutex);
        closed = sender->closed;
        due |= sender->requested_by != IDENTITY_NONE;
        int over = CONNECTION_NO_SOCKET;
        if (due && !closed) {
            bool late = clock_ms() - next_check > LATE_MS;
            next_check = clock_ms() + CONNECTION_CHECK_MS;
            sender->socket_full = false;
            over = check_connection(sender);
            if (!late) {
                window_tick(sender->window, clock_ms());
            }
            if (sender->requested_by != IDENTITY_NONE) {
                window_create_requested(sender->window, sender->requested_by);
                sender->requested_by = IDENTITY_NONE;
            }
        }
        sender_pump(sender);
        unsigned events = sender->untold;
        sender->untold = 0;
        pthread_mutex_unlock(&sender->mutex);
        connection_close_socket(over);
        if (events != 0 && sender->settings.events_came != NULL) {
            sender->settings.events_came(sender->settings.owner, events);
        }
        if (due && sender->settings.connection_checked != NULL) {
            sender->settings.connection_checked(sender->settings.owner);
        }
        if (!closed) {
            wait_for_work(sender, next_check);
        }
    }
    return NULL;
}
