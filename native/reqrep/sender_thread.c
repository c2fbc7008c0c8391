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

void og_sender_wake(struct og_sender *sender)
{
    uint64_t one = 1;
    ssize_t written = write(sender->wake, &one, sizeof one);
    (void) written; /* it fails only when the thread is to wake up already */
}

/* ---------------------------------------------------------------------------------------- under the mutex */

static void note(struct og_sender *sender, unsigned events)
{
    if (events & OG_SENDER_CONNECTED) {
        sender->happened &= ~(unsigned) OG_SENDER_DISCONNECTED;
    }
    if (events & OG_SENDER_DISCONNECTED) {
        sender->happened &= ~(unsigned) OG_SENDER_CONNECTED;
    }
    sender->happened |= events;
    sender->untold |= events;
    if (og_window_peer_is_there(sender->window)) {
        sender->absent_since = 0;
    } else if (sender->absent_since == 0) {
        sender->absent_since = og_clock_ms();
    }
}

void og_sender_pump(struct og_sender *sender)
{
    struct og_window_packet next;
    while (!sender->closed && !sender->socket_full && og_window_next(sender->window, &next)) {
        struct og_outgoing *outgoing = next.packet;
        og_outgoing_set_route(outgoing, sender->settings.identity.words, next.base, next.id);
        if (og_connection_is_another(&sender->connection)
            || og_nano_send(sender->connection.socket, outgoing->route, OG_OUTGOING_ROUTE_BYTES + outgoing->size)
                != OG_NANO_DONE) {
            sender->socket_full = true;
            og_sender_wake(sender);
            break;
        }
        og_window_sent(sender->window, og_clock_ms());
    }
    note(sender, og_window_take_events(sender->window));
    pthread_cond_broadcast(&sender->changed);
}

/* Gives the socket of an attempt that is over, or OG_CONNECTION_NO_SOCKET: to be closed without the mutex, as that can
 * take. */
static int check_connection(struct og_sender *sender)
{
    enum og_connection_change change = og_connection_check(&sender->connection);
    if (change == OG_CONNECTION_CAME) {
        og_window_connected(sender->window, og_clock_ms());
        sender->disconnected_since = 0;
        note(sender, OG_SENDER_CONNECTED);
    } else if (change == OG_CONNECTION_WENT) {
        og_window_disconnected(sender->window);
        sender->disconnected_since = og_clock_ms();
        note(sender, OG_SENDER_DISCONNECTED);
    }
    return og_connection_try_again(&sender->connection);
}

/* --------------------------------------------------------------------------------------------- the thread */

static void take_answers(struct og_sender *sender)
{
    struct og_sp_message message;
    for (int i = 0; i < ANSWERS_AT_ONCE; i++) {
        enum og_nano_result result = og_nano_receive(sender->connection.socket, &message);
        if (result == OG_NANO_WOULD_BLOCK || result == OG_NANO_CLOSED) {
            return;
        }
        if (result == OG_NANO_DONE) {
            struct og_answer answer;
            if (og_answer_read(&message, sender->settings.identity.words, &answer)) {
                pthread_mutex_lock(&sender->mutex);
                og_window_answered(sender->window, answer.id, answer.body, answer.identity, og_clock_ms());
                pthread_mutex_unlock(&sender->mutex);
            }
            og_nano_free(&message);
        }
    }
}

/* Waits until there is something to do, or for the next check. */
static void wait_for_work(struct og_sender *sender, int64_t next_check)
{
    pthread_mutex_lock(&sender->mutex);
    bool full = sender->socket_full;
    pthread_mutex_unlock(&sender->mutex);
    struct pollfd descriptors[] = {
        {.fd = sender->wake, .events = POLLIN},
        {.fd = sender->connection.receive_descriptor, .events = POLLIN},
        {.fd = full ? sender->connection.send_descriptor : -1, .events = POLLIN},
    };
    int64_t left = next_check - og_clock_ms();
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

void *og_sender_run(void *argument)
{
    struct og_sender *sender = argument;
    int64_t next_check = og_clock_ms();
    for (bool closed = false; !closed;) {
        take_answers(sender);
        bool due = og_clock_ms() >= next_check || og_connection_is_another(&sender->connection);
        pthread_mutex_lock(&sender->mutex);
        closed = sender->closed;
        due |= sender->requested_by != OG_IDENTITY_NONE;
        int over = OG_CONNECTION_NO_SOCKET;
        if (due && !closed) {
            bool late = og_clock_ms() - next_check > LATE_MS;
            next_check = og_clock_ms() + OG_CONNECTION_CHECK_MS;
            sender->socket_full = false;
            over = check_connection(sender);
            if (!late) {
                og_window_tick(sender->window, og_clock_ms());
            }
            if (sender->requested_by != OG_IDENTITY_NONE) {
                og_window_create_requested(sender->window, sender->requested_by);
                sender->requested_by = OG_IDENTITY_NONE;
            }
        }
        og_sender_pump(sender);
        unsigned events = sender->untold;
        sender->untold = 0;
        pthread_mutex_unlock(&sender->mutex);
        og_connection_close_socket(over);
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
