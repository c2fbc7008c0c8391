/*
 * Runs the recorded schedules that the Java implementation is tested with, too: their format is at the top of the file.
 */
#include "check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "reqrep/streams.h"
#include "reqrep/window.h"
#include "wire/identity.h"
#include "wire/request_id.h"

enum { MAX_WORDS = 8, MAX_NAMES = 64, MAX_ACTIONS = 128, MAX_ACTION = 96, CREATE_BYTES = 20, DESTROY_BYTES = 5 };

/* What one event made the machine do. */
static char actions[MAX_ACTIONS][MAX_ACTION];
static size_t action_count;

static struct og_window *window;
static struct og_streams streams;
static bool socket_full;
static int64_t now;

static char schedule[256];
static char event[256];
static unsigned line_number;

static const char *where(void)
{
    static char text[640];
    snprintf(text, sizeof text, "line %u, schedule \"%s\", event \"%s\"", line_number, schedule, event);
    return text;
}

static void act(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    CHECK(action_count < MAX_ACTIONS, "%s does more than can be", where());
    vsnprintf(actions[action_count++], MAX_ACTION, format, arguments);
    va_end(arguments);
}

/* Sends what can be sent, and tells the events. */
static void run_window(void)
{
    struct og_window_packet next;
    while (!socket_full && og_window_next(window, &next)) {
        if (next.base == next.id) {
            act("send %u %s", next.id, (const char *) next.packet);
        } else {
            act("send %u %s base %u", next.id, (const char *) next.packet, next.base);
        }
        og_window_sent(window, now);
    }
    unsigned events = og_window_take_events(window);
    static const char *const names[] = {"created", "not-created", "lost", "returned", "destroyed"};
    for (unsigned i = 0; i < 5; i++) {
        if (events & 1u << i) {
            act("%s", names[i]);
        }
    }
}

static unsigned long number(const char *word)
{
    char *end;
    unsigned long value = strtoul(word, &end, 10);
    CHECK(*word != '\0' && *end == '\0', "%s: '%s' isn't a number", where(), word);
    return value;
}

static void begin_sender(char **words, size_t count)
{
    struct og_window_settings settings = {
        .side = strcmp(words[1], "gateway") == 0 ? OG_WINDOW_GATEWAY : OG_WINDOW_HOST,
        .create_id = 100,
        .max_messages = 1024,
        .max_bytes = 4194304,
        .timeout = 1000,
        .missed = 3,
        .release = free,
    };
    for (size_t i = 2; i < count; i++) {
        char *value = strchr(words[i], '=') + 1;
        if (strncmp(words[i], "first=", 6) == 0) {
            settings.create_id = (uint32_t) number(value);
        } else if (strncmp(words[i], "messages=", 9) == 0) {
            settings.max_messages = (unsigned) number(value);
        } else if (strncmp(words[i], "bytes=", 6) == 0) {
            settings.max_bytes = number(value);
        } else if (strncmp(words[i], "timeout=", 8) == 0) {
            settings.timeout = (int64_t) number(value);
        } else if (strncmp(words[i], "missed=", 7) == 0) {
            settings.missed = (unsigned) number(value);
        } else {
            CHECK(false, "%s: unknown setting %s", where(), words[i]);
        }
    }
    settings.first_id = settings.side == OG_WINDOW_GATEWAY ? settings.create_id + 1 : settings.create_id;
    window = og_window_new(&settings);
}

/* Names of peers, of senders: their places stand for them. */
static char names[MAX_NAMES][MAX_ACTION];
static size_t name_count;

static uint32_t number_of(const char *name)
{
    size_t i = 0;
    while (i < name_count && strcmp(names[i], name) != 0) {
        i++;
    }
    if (i == name_count) {
        CHECK(name_count < MAX_NAMES, "%s: too many names", where());
        snprintf(names[name_count++], MAX_ACTION, "%s", name);
    }
    return (uint32_t) i + 1;
}

/* Who has a name: a plain gateway, if it begins with "plain". */
static uint64_t identity_named(const char *name)
{
    return strncmp(name, "plain", 5) == 0 ? number_of(name) | OG_REQUEST_ID_FLAG : number_of(name);
}

static void offer(const char *name, size_t size)
{
    char *packet = strdup(name);
    if (!og_window_offer(window, packet, size)) {
        free(packet);
        act("full");
    }
}

static enum og_answer_body answer_named(const char *name)
{
    static const char *const bodies[] = {"empty", "hello", "refused", "created", "other"};
    for (unsigned i = 0; i < 5; i++) {
        if (strcmp(name, bodies[i]) == 0) {
            return (enum og_answer_body) i;
        }
    }
    CHECK(false, "%s: unknown answer %s", where(), name);
    return OG_ANSWER_OTHER;
}

static void sender_event(char **words, size_t count)
{
    const char *word = words[0];
    if (strcmp(word, "connected") == 0) {
        og_window_connected(window, now);
    } else if (strcmp(word, "disconnected") == 0) {
        og_window_disconnected(window);
    } else if (strcmp(word, "socket") == 0) {
        socket_full = strcmp(words[1], "full") == 0;
    } else if (strcmp(word, "offer") == 0) {
        offer(words[1], number(words[2]));
    } else if (strcmp(word, "destroy") == 0) {
        og_window_destroy(window, strdup("destroy"), DESTROY_BYTES);
    } else if (strcmp(word, "create") == 0) {
        og_window_create(window, strdup("create"), CREATE_BYTES);
    } else if (strcmp(word, "accepted") == 0) {
        og_window_accepted(window);
    } else if (strcmp(word, "heard") == 0) {
        og_window_create_requested(window, identity_named(words[1]));
    } else if (strcmp(word, "answer") == 0) {
        enum og_answer_body body = answer_named(words[2]);
        uint64_t identity = body == OG_ANSWER_HELLO ? identity_named(words[3]) : OG_IDENTITY_NONE;
        og_window_answered(window, (uint32_t) number(words[1]), body, identity, now);
    } else if (strcmp(word, "time") == 0) {
        now = (int64_t) number(words[1]);
        og_window_tick(window, now);
    } else if (strcmp(word, "close") == 0) {
        og_window_close(window);
    } else if (strcmp(word, "counts") == 0) {
        struct og_window_counts counts = og_window_counts(window);
        act("counts %lu %lu %lu %lu %lu", counts.accepted, counts.delivered, counts.in_doubt, counts.undelivered,
            counts.pending);
    } else {
        CHECK(false, "%s: unknown event with %zu words", where(), count);
    }
    run_window();
}

static void answer(const struct og_streams_answer *answer)
{
    static const char *const bodies[]
        = {[OG_STREAMS_EMPTY] = "empty", [OG_STREAMS_HELLO] = "hello", [OG_STREAMS_REFUSED] = "refused"};
    act("answer %s %u %s", names[og_get_u32(answer->route.bytes) - 1], answer->id, bodies[answer->body]);
}

/* Which stream took which packet. */
static struct {
    char connection[OG_ROUTE_MAX_BYTES];
    uint32_t id;
    struct og_stream_ref ref;
} taken[256];
static size_t taken_count;

static void append(struct og_route *route, uint32_t word)
{
    og_put_u32(route->bytes + route->size, word);
    route->size += 4;
}

/* 'sender': NULL for a plain one. */
static struct og_route route_of(const char *connection, const char *sender, uint32_t base)
{
    struct og_route route = {.size = 0};
    append(&route, number_of(connection));
    if (sender != NULL) {
        /* All have the first word in common; the second one may be the number of a connection, too. */
        append(&route, 0);
        append(&route, number_of(sender));
        append(&route, base);
    }
    return route;
}

static void packet_came(const char *connection, uint32_t id, const struct og_route *route)
{
    struct og_stream_ref ref;
    struct og_streams_answer at_once;
    bool answers;
    enum og_streams_verdict verdict = og_streams_packet(&streams, route, id, &ref, &at_once, &answers);
    static const char *const verdicts[] = {"take", "repeat", "refuse", "drop"};
    act("%s", verdicts[verdict]);
    if (answers) {
        answer(&at_once);
    }
    if (verdict == OG_STREAMS_TAKE) {
        snprintf(taken[taken_count].connection, OG_ROUTE_MAX_BYTES, "%s", connection);
        taken[taken_count].id = id;
        taken[taken_count++].ref = ref;
    }
}

static size_t packet_handled(const char *connection, uint32_t id, size_t bytes, struct og_streams_answer *answers)
{
    for (size_t i = 0; i < taken_count; i++) {
        if (taken[i].id == id && strcmp(taken[i].connection, connection) == 0) {
            return og_streams_handled(&streams, taken[i].ref, id, bytes, now, answers);
        }
    }
    CHECK(false, "%s: that packet wasn't taken", where());
    return 0;
}

static void listener_event(char **words, size_t count)
{
    struct og_streams_answer answers[OG_STREAMS_MAX];
    size_t answer_count = 0;
    bool plain = count < 5;
    struct og_route route = {.size = 0};
    if (count > 2 && strcmp(words[0], "handled") != 0) {
        route = route_of(words[1], plain ? NULL : words[3], plain ? 0 : (uint32_t) number(words[4]));
    }
    if (strcmp(words[0], "taking") == 0) {
        streams.taking = strcmp(words[1], "yes") == 0;
    } else if (strcmp(words[0], "packet") == 0) {
        packet_came(words[1], (uint32_t) number(words[2]), &route);
    } else if (strcmp(words[0], "create") == 0) {
        og_streams_create(&streams, &route);
    } else if (strcmp(words[0], "handled") == 0) {
        answer_count = packet_handled(words[1], (uint32_t) number(words[2]), number(words[3]), answers);
    } else if (strcmp(words[0], "time") == 0) {
        now = (int64_t) number(words[1]);
        answer_count = og_streams_tick(&streams, now, answers);
    } else {
        CHECK(false, "%s: unknown event with %zu words", where(), count);
    }
    for (size_t i = 0; i < answer_count; i++) {
        answer(&answers[i]);
    }
}

static bool is_send(const char *action)
{
    return strncmp(action, "send ", 5) == 0;
}

/* Takes an expected action from what was done: a send must be the first that is left, others may be anywhere. */
static void expect(const char *action)
{
    size_t i = 0;
    while (i < action_count && (is_send(action) ? !is_send(actions[i]) : strcmp(actions[i], action) != 0)) {
        i++;
    }
    CHECK(i < action_count, "%s: expected \"%s\", and it did nothing of the kind", where(), action);
    CHECK(strcmp(actions[i], action) == 0, "%s: expected \"%s\", did \"%s\"", where(), action, actions[i]);
    memmove(actions[i], actions[i + 1], (action_count - i - 1) * MAX_ACTION);
    action_count--;
}

static void nothing_more(void)
{
    CHECK(action_count == 0, "%s: did also \"%s\"", where(), actions[0]);
}

static void end_schedule(void)
{
    nothing_more();
    if (window != NULL) {
        og_window_free(window);
        window = NULL;
    }
    memset(&streams, 0, sizeof streams);
    socket_full = false;
    now = 0;
    taken_count = 0;
    name_count = 0;
}

static size_t split(char *line, char **words)
{
    size_t count = 0;
    for (char *word = strtok(line, " \n"); word != NULL && count < MAX_WORDS; word = strtok(NULL, " \n")) {
        words[count++] = word;
    }
    return count;
}

static void run_line(char *line)
{
    line[strcspn(line, "#\n")] = '\0';
    for (size_t end = strlen(line); end > 0 && isspace((unsigned char) line[end - 1]); end--) {
        line[end - 1] = '\0';
    }
    if (*line == '\0') {
        return;
    }
    if (strncmp(line, "expect ", 7) == 0) {
        expect(line + 7);
        return;
    }
    if (strncmp(line, "schedule ", 9) == 0) {
        end_schedule();
        snprintf(schedule, sizeof schedule, "%s", line + 9);
        return;
    }
    nothing_more();
    snprintf(event, sizeof event, "%s", line);
    char *words[MAX_WORDS] = {"", "", "", ""};
    size_t count = split(line, words);
    if (strcmp(words[0], "sender") == 0) {
        begin_sender(words, count);
    } else if (window != NULL) {
        sender_event(words, count);
    } else if (strcmp(words[0], "listener") != 0) {
        listener_event(words, count);
    }
}

static void the_recorded_schedules_hold(void **state)
{
    (void) state;
    FILE *file = fopen(RESOURCES "/reqrep-schedules.txt", "r");
    CHECK(file != NULL, "there is no " RESOURCES "/reqrep-schedules.txt");
    char line[256];
    unsigned schedules = 0;
    for (line_number = 1; fgets(line, sizeof line, file) != NULL; line_number++) {
        schedules += strncmp(line, "schedule ", 9) == 0;
        run_line(line);
    }
    end_schedule();
    fclose(file);
    CHECK(schedules > 60, "only %u schedules were found", schedules);
}

static void release_nothing(void *packet)
{
    (void) packet;
}

/* A recorded schedule of it would be too long: so many messages take the ids more than half around their circle. */
static void create_reply_counts_however_far_the_ids_have_gone(void **state)
{
    (void) state;
    struct og_window_settings settings = {.side = OG_WINDOW_GATEWAY,
        .create_id = 7,
        .first_id = 7 + (1u << 30) + 10,
        .max_messages = 8,
        .max_bytes = 100,
        .timeout = 1000,
        .missed = 3,
        .release = release_nothing};
    struct og_window *gateway = og_window_new(&settings);
    struct og_window_packet next;
    char create[] = "create";
    og_window_create(gateway, create, sizeof create);
    og_window_connected(gateway, 0);
    assert_true(og_window_next(gateway, &next));
    og_window_sent(gateway, 0);
    og_window_answered(gateway, 7, OG_ANSWER_CREATED, OG_IDENTITY_NONE, 0);
    char message[] = "message";
    assert_true(og_window_offer(gateway, message, sizeof message));
    assert_true(og_window_next(gateway, &next));
    assert_int_equal(next.id, settings.first_id);
    og_window_sent(gateway, 0);
    og_window_answered(gateway, next.id, OG_ANSWER_EMPTY, OG_IDENTITY_NONE, 0);
    assert_int_equal(og_window_counts(gateway).pending, 0);
    og_window_take_events(gateway);
    og_window_disconnected(gateway);
    og_window_connected(gateway, 0);
    assert_true(og_window_next(gateway, &next));
    assert_int_equal(next.id, 7);
    og_window_sent(gateway, 0);
    /* So does the HELLO before it. */
    og_window_answered(gateway, 6, OG_ANSWER_HELLO, 1, 0);
    assert_true(og_window_offer(gateway, message, sizeof message));
    og_window_answered(gateway, 7, OG_ANSWER_CREATED, OG_IDENTITY_NONE, 0);
    assert_true(og_window_next(gateway, &next));
    og_window_sent(gateway, 0);
    og_window_tick(gateway, 5000);
    assert_int_equal(og_window_counts(gateway).pending, 1);
    assert_int_equal(og_window_take_events(gateway), OG_WINDOW_EVENT_CREATED);
    og_window_free(gateway);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_recorded_schedules_hold),
        cmocka_unit_test(create_reply_counts_however_far_the_ids_have_gone),
    };
    return cmocka_run_group_tests_name("recorded schedules", tests, NULL, NULL);
}
