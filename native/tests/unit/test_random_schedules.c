/*
 * A window and a listener's streams, with a simulated wire and clock between them, through thousands of random
 * schedules of loss, delay, connections that go, senders and peers that stop, die and start over. In most of them the
 * ids of all senders are near each other, or about to go around their circle.
 *
 * What must hold: a message is handled at most once by a peer, and in order; what counts as delivered was handled, and
 * once; at every moment accepted = delivered + in doubt + undelivered + pending; and once the faults end, everything
 * drains.
 *
 * usage: test_random_schedules [SCHEDULES|SECONDSs [SEED]], as in 500 or 60s; a failure prints the seed of its
 * schedule.
 */
#include "check.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bytes.h"
#include "reqrep/streams.h"
#include "reqrep/window.h"
#include "wire/identity.h"
#include "wire/request_id.h"

enum {
    MESSAGES = 400,
    QUEUE = 20000,
    FAULT_MS = 12000,
    END_MS = 200000,
    CREATE_BYTES = 20,
    PACKET_BYTES = 10000, /* as a listener counts them */
    NEAR_IDS = 200,
    NO_MESSAGE = -1,
    CREATE_MESSAGE = -2
};

/* A message; what the window is given, and where the count of its handlings is. */
struct message {
    int number;
    unsigned handled;
    uint64_t handled_by; /* the peer's incarnation */
    enum { PENDING, DELIVERED, IN_DOUBT, UNDELIVERED } fate;
};

/* A packet, or an answer. */
struct on_wire {
    int number;
    uint32_t id;
    uint32_t base;
    uint64_t identity; /* of the sender; of who answers with HELLO */
    enum og_answer_body answer;
};

struct queue {
    struct on_wire items[QUEUE];
    size_t first, end;
};

struct to_handle {
    int number;
    uint32_t id;
    struct og_stream_ref ref;
};

static struct world {
    uint64_t random;
    int64_t now;
    enum og_window_side side;
    bool plain;
    bool lossy; /* as behind a device, whose connections are not those of the two sides */

    bool near; /* all first ids are around this one */
    uint32_t first_ids;
    struct og_window *window; /* of the sender's present life */
    uint32_t life;
    struct og_window_counts counts;
    int offered_before; /* by earlier lives */
    struct message messages[MESSAGES];
    int offered;
    bool sees_connection;
    int64_t sees_change_at;
    int64_t next_connect_at;

    bool connected;
    uint32_t connection;
    struct queue forth, back;

    /* The peer. */
    uint64_t incarnation;
    bool alive;
    int64_t returns_at;
    int64_t stopped_until;
    struct og_streams streams;
    struct to_handle inbox[QUEUE];
    size_t inbox_first, inbox_end;
    int64_t busy_until;
    int last_handled;
    int64_t creates_at; /* (a gateway) when it sends CREATE_REQUEST next; 0: not now */
    uint64_t told;      /* the incarnation whose CREATE_REQUEST the host had last */
} world;

static uint32_t dice(uint32_t sides)
{
    world.random ^= world.random << 13;
    world.random ^= world.random >> 7;
    world.random ^= world.random << 17;
    return (uint32_t) (world.random >> 16) % sides;
}

static bool chance(uint32_t one_in)
{
    return dice(one_in) == 0;
}

static void push(struct queue *queue, struct on_wire item)
{
    CHECK(queue->end < QUEUE, "too much on the wire");
    queue->items[queue->end++] = item;
}

static size_t queued(const struct queue *queue)
{
    return queue->end - queue->first;
}

/* Which counter of the window moved tells the fate of the message that leaves. */
static void released(void *packet)
{
    struct message *message = packet;
    if (message->number < 0) {
        return;
    }
    struct og_window_counts counts = og_window_counts(world.window);
    if (counts.delivered > world.counts.delivered) {
        message->fate = DELIVERED;
        CHECK(
            world.plain || message->handled > 0, "message %d counts as delivered and was not handled", message->number);
    } else if (counts.in_doubt > world.counts.in_doubt) {
        message->fate = IN_DOUBT;
    } else {
        message->fate = UNDELIVERED;
    }
    world.counts = counts;
}

static struct message create_packet = {.number = CREATE_MESSAGE};

/* No two are equal, but their words are like each other's, like ids and like connections. */
static uint64_t sender_identity(void)
{
    return world.life % 2 == 0 ? world.life + 1 : og_identity_join(world.life + 1, 1);
}

/* A plain gateway has none. */
static uint64_t peer_identity(void)
{
    return world.plain ? world.incarnation | OG_REQUEST_ID_FLAG : og_identity_join(1, (uint32_t) world.incarnation);
}

static uint32_t first_id(void)
{
    return (world.near ? world.first_ids + dice(2 * NEAR_IDS) : dice(OG_REQUEST_ID_MASK)) & OG_REQUEST_ID_MASK;
}

static void sender_begins(void)
{
    world.life++;
    world.counts = (struct og_window_counts){0};
    world.offered_before = world.offered;
    world.sees_connection = false;
    world.next_connect_at = world.now + dice(60);
    world.told = 0;
    if (world.side == OG_WINDOW_HOST && world.alive) {
        world.creates_at = world.now + 1 + dice(400);
    }
    struct og_window_settings settings = {
        .side = world.side,
        .create_id = first_id(),
        .max_messages = chance(2) ? 1 + dice(4) : 1 + dice(64),
        .max_bytes = 200 + dice(4000),
        .timeout = 200 + dice(1000),
        .missed = world.side == OG_WINDOW_HOST ? UINT_MAX : 1 + dice(4),
        .release = released,
    };
    settings.first_id = settings.create_id + 1;
    world.window = og_window_new(&settings);
    if (world.side == OG_WINDOW_GATEWAY) {
        og_window_create(world.window, &create_packet, CREATE_BYTES);
    }
}

static void begin(uint64_t seed)
{
    memset(&world, 0, sizeof world);
    world.random = seed * 2654435761u + 88172645463325252u;
    world.side = chance(2) ? OG_WINDOW_GATEWAY : OG_WINDOW_HOST;
    world.plain = chance(8);
    world.lossy = !world.plain && chance(4);
    world.near = !chance(4);
    world.first_ids = chance(3) ? dice(OG_REQUEST_ID_MASK) : OG_REQUEST_ID_MASK - NEAR_IDS;
    world.returns_at = dice(500);
    world.last_handled = NO_MESSAGE;
    sender_begins();
}

/* ----------------------------------------------------------------------------------------------- the peer */

static void peer_begins(void)
{
    world.alive = true;
    world.incarnation++;
    memset(&world.streams, 0, sizeof world.streams);
    world.inbox_first = world.inbox_end = 0;
    world.last_handled = NO_MESSAGE;
    world.stopped_until = 0;
    if (world.side == OG_WINDOW_HOST) {
        world.creates_at = world.now + 1 + dice(400);
    }
}

static void cut(void)
{
    world.connected = false;
    world.forth.first = world.forth.end = 0;
    world.back.first = world.back.end = 0;
    world.sees_change_at = world.now + dice(50);
}

static void peer_dies(void)
{
    world.alive = false;
    world.returns_at = world.now + 1 + dice(800);
    if (world.connected) {
        cut();
    }
}

/* nanomsg drops a reply whose connection is busy with the one before. */
static void reply(struct on_wire answer)
{
    bool busy = queued(&world.back) > 0;
    if (world.connected && !(busy && chance(3))) {
        push(&world.back, answer);
    }
}

static void reply_streams(const struct og_streams_answer *answers, size_t count)
{
    for (size_t i = 0; i < count && !world.plain; i++) {
        static const enum og_answer_body bodies[] = {[OG_STREAMS_EMPTY] = OG_ANSWER_EMPTY,
            [OG_STREAMS_HELLO] = OG_ANSWER_HELLO,
            [OG_STREAMS_REFUSED] = OG_ANSWER_REFUSED};
        if (og_get_u32(answers[i].route.bytes) == world.connection) {
            reply(
                (struct on_wire){.id = answers[i].id, .answer = bodies[answers[i].body], .identity = peer_identity()});
        }
    }
}

static struct og_route route_of(const struct on_wire *packet)
{
    struct og_route route = {.size = 16};
    og_put_u32(route.bytes, world.connection);
    og_put_u32(route.bytes + 4, (uint32_t) (packet->identity >> 32));
    og_put_u32(route.bytes + 8, (uint32_t) packet->identity);
    og_put_u32(route.bytes + 12, packet->base);
    return route;
}

static void peer_takes(struct on_wire packet)
{
    if (packet.number == CREATE_MESSAGE) {
        world.streams.taking = true;
        struct og_route from = route_of(&packet);
        og_streams_create(&world.streams, &from);
        if (!world.plain) {
            reply((struct on_wire){
                .id = (packet.id - 1) & OG_REQUEST_ID_MASK, .answer = OG_ANSWER_HELLO, .identity = peer_identity()});
        }
        reply((struct on_wire){.id = packet.id, .answer = OG_ANSWER_CREATED});
        return;
    }
    struct og_route route = route_of(&packet);
    struct og_stream_ref ref;
    struct og_streams_answer answer;
    bool answers;
    enum og_streams_verdict verdict = og_streams_packet(&world.streams, &route, packet.id, &ref, &answer, &answers);
    if (answers) {
        reply_streams(&answer, 1);
    }
    if (verdict == OG_STREAMS_TAKE) {
        CHECK(world.inbox_end < QUEUE, "too much to handle");
        world.inbox[world.inbox_end++] = (struct to_handle){packet.number, packet.id, ref};
    }
}

static void peer_handles(void)
{
    struct to_handle *next = &world.inbox[world.inbox_first++];
    struct message *message = &world.messages[next->number];
    CHECK(message->handled == 0 || message->handled_by != world.incarnation, "message %d was handled twice",
        next->number);
    CHECK(next->number > world.last_handled, "message %d was handled after %d", next->number, world.last_handled);
    message->handled++;
    message->handled_by = world.incarnation;
    world.last_handled = next->number;
    struct og_streams_answer answers[OG_STREAMS_MAX];
    size_t count = og_streams_handled(&world.streams, next->ref, next->id, PACKET_BYTES, world.now, answers);
    reply_streams(answers, count);
}

/* A gateway's CREATE_REQUEST reaches the host by another socket than the one simulated here. */
static void gateway_creates(void)
{
    world.creates_at = 0;
    world.streams.taking = true;
    bool over = og_window_create_requested(world.window, peer_identity());
    CHECK(world.told != 0 || !over, "the first gateway is taken for one that started over");
    CHECK(world.told != world.incarnation || !over, "the same gateway is taken for one that started over");
    world.told = world.incarnation;
    if (world.now < FAULT_MS && chance(3)) {
        world.creates_at = world.now + 1 + dice(200); /* at any moment, however often */
    }
}

static void peer_step(void)
{
    if (!world.alive) {
        if (world.now >= world.returns_at) {
            peer_begins();
        }
        return;
    }
    if (world.now < world.stopped_until) {
        return;
    }
    if (world.creates_at != 0 && world.now >= world.creates_at) {
        gateway_creates();
    }
    for (uint32_t i = dice(6); i > 0 && world.connected && queued(&world.forth) > 0; i--) {
        peer_takes(world.forth.items[world.forth.first++]);
    }
    for (uint32_t i = dice(6); i > 0 && world.now >= world.busy_until && world.inbox_first < world.inbox_end; i--) {
        peer_handles();
        if (chance(50)) {
            world.busy_until = world.now + dice(300);
        }
    }
    struct og_streams_answer answers[OG_STREAMS_MAX];
    reply_streams(answers, og_streams_tick(&world.streams, world.now, answers));
}

/* --------------------------------------------------------------------------------------------- the sender */

static void check_connection(void)
{
    if (world.sees_connection && !world.connected && world.now >= world.sees_change_at) {
        world.sees_connection = false;
        og_window_disconnected(world.window);
        world.next_connect_at = world.now + dice(60);
    } else if (!world.sees_connection && world.alive && world.now >= world.stopped_until
        && world.now >= world.next_connect_at) {
        world.connected = true;
        world.connection++;
        world.sees_connection = true;
        og_window_connected(world.window, world.now);
        if (world.side == OG_WINDOW_HOST && world.told == world.incarnation && !world.plain) {
            world.creates_at = world.now + 1 + dice(100);
        }
    }
}

static void offer(void)
{
    struct message *message = &world.messages[world.offered];
    message->number = world.offered;
    if (og_window_offer(world.window, message, 10 + dice(200))) {
        world.offered++;
    }
}

static void send(void)
{
    struct og_window_packet next;
    for (uint32_t i = dice(20); i > 0 && og_window_next(world.window, &next); i--) {
        const struct message *message = next.packet;
        if (world.connected && !(world.lossy && message->number >= 0 && chance(300))) {
            push(&world.forth,
                (struct on_wire){message->number, next.id, next.base, sender_identity(), OG_ANSWER_EMPTY});
        }
        og_window_sent(world.window, world.now);
    }
}

static void sender_step(void)
{
    check_connection();
    for (uint32_t i = dice(3); i > 0 && world.connected && world.sees_connection && queued(&world.back) > 0; i--) {
        struct on_wire answer = world.back.items[world.back.first++];
        og_window_answered(world.window, answer.id, answer.answer, answer.identity, world.now);
    }
    og_window_tick(world.window, world.now);
    if (world.now < FAULT_MS && chance(200)) {
        og_window_accepted(world.window);
    }
    unsigned events = og_window_take_events(world.window);
    CHECK(!(events & OG_WINDOW_EVENT_NOT_CREATED), "the peer created, and the window was told otherwise");
    if (world.offered < MESSAGES && chance(world.now < FAULT_MS ? 16 : 2)) {
        offer();
    }
    send();
    struct og_window_counts counts = og_window_counts(world.window);
    CHECK(counts.accepted == counts.delivered + counts.in_doubt + counts.undelivered + counts.pending
            && counts.accepted == (uint64_t) (world.offered - world.offered_before),
        "the counts don't add up");
}

static void compact(struct queue *queue)
{
    memmove(queue->items, queue->items + queue->first, queued(queue) * sizeof queue->items[0]);
    queue->end -= queue->first;
    queue->first = 0;
}

static void sender_starts_over(void)
{
    if (world.connected) {
        cut();
    }
    og_window_free(world.window);
    sender_begins();
}

static void fault(void)
{
    if (world.connected && chance(400)) {
        cut();
    }
    bool both = chance(6000);
    if (world.alive && (both || chance(2500))) {
        peer_dies();
    }
    if (both || chance(4000)) {
        sender_starts_over();
    }
    if (world.alive && chance(1500)) {
        world.stopped_until = world.now + dice(6000);
    }
}

static bool drained(void)
{
    return world.offered == MESSAGES && og_window_counts(world.window).pending == 0;
}

static void the_sums_agree(void)
{
    uint64_t handled = 0;
    uint64_t fates[UNDELIVERED + 1] = {0};
    uint64_t handled_in_doubt = 0;
    for (int i = 0; i < MESSAGES; i++) {
        const struct message *message = &world.messages[i];
        handled += message->handled > 0;
        fates[message->fate]++;
        handled_in_doubt += message->handled > 0 && message->fate == IN_DOUBT;
        /* A gateway may begin to take packets while a host asks it about what the one before may have taken. */
        CHECK(message->handled <= 1 || (world.side == OG_WINDOW_HOST && message->fate == IN_DOUBT),
            "message %d was handled by two peers, and isn't in doubt", i);
    }
    CHECK(fates[PENDING] == 0, "%lu pending", fates[PENDING]);
    if (!world.plain) {
        CHECK(handled == fates[DELIVERED] + handled_in_doubt,
            "%lu handled, %lu delivered, %lu of those in doubt handled", handled, fates[DELIVERED], handled_in_doubt);
    }
}

static void run_schedule(uint64_t seed)
{
    begin(seed);
    for (world.now = 0; world.now < END_MS && !(world.now > FAULT_MS && drained()); world.now++) {
        if (world.now < FAULT_MS) {
            fault();
        }
        peer_step();
        sender_step();
        compact(&world.forth);
        compact(&world.back);
    }
    CHECK(drained(), "%d of %d were offered, and %lu never left", world.offered, MESSAGES,
        og_window_counts(world.window).pending);
    the_sums_agree();
    og_window_free(world.window);
}

static unsigned long schedules = 500;
static time_t seconds;
static uint64_t seed;

static void nothing_is_lost_or_handled_twice(void **state)
{
    (void) state;
    time_t end = time(NULL) + seconds;
    for (unsigned long i = 0; i < schedules || time(NULL) < end; i++, seed++) {
        run_schedule(seed);
    }
}

static int tell_seed(void **state)
{
    (void) state;
    print_message("%s, next seed %lu, %s%s at %ld ms\n", "random schedules", seed,
        world.side == OG_WINDOW_HOST ? "host" : "gateway", world.plain ? " with a plain peer" : "", (long) world.now);
    return 0;
}

int main(int argc, char **argv)
{
    char *unit = "";
    schedules = argc > 1 ? strtoul(argv[1], &unit, 10) : schedules;
    if (*unit == 's') {
        seconds = (time_t) schedules;
        schedules = 0;
    }
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t) time(NULL) * 100000;
    print_message("random schedules from seed %lu\n", seed);
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(nothing_is_lost_or_handled_twice, tell_seed)};
    return cmocka_run_group_tests_name("random schedules", tests, NULL, NULL);
}
