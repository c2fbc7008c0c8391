/*
 * libFuzzer: any order of events for the window and the streams. Each byte is an event, with what follows as its
 * arguments. They must survive it, and the window's counts must add up.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "reqrep/streams.h"
#include "reqrep/window.h"
#include "wire/identity.h"
#include "wire/request_id.h"

enum { PACKET_BYTES = 40, EVENTS = 12, ANSWERS = 5, IDENTITIES = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *data;
    size_t size;
};

static uint8_t take(struct input *input)
{
    uint8_t byte = 0;
    if (input->size > 0) {
        byte = *input->data++;
        input->size--;
    }
    return byte;
}

static void check(struct window *window)
{
    struct window_counts counts = window_counts(window);
    if (counts.accepted != counts.delivered + counts.in_doubt + counts.undelivered + counts.pending) {
        abort();
    }
}

static void offer(struct window *window)
{
    void *packet = malloc(PACKET_BYTES);
    if (!window_offer(window, packet, PACKET_BYTES)) {
        free(packet);
    }
}

static void answered(struct window *window, uint32_t id, uint8_t byte, int64_t now)
{
    enum answer_body answer = (enum answer_body)(byte % ANSWERS);
    window_answered(window, id, answer, answer == ANSWER_HELLO ? byte / ANSWERS % IDENTITIES + 1 : IDENTITY_NONE, now);
}

/* A route of any words: of a plain sender, of one behind devices, or of one with an identity. */
static struct route take_route(struct input *input, uint8_t byte)
{
    struct route route = {.size = 4 * (1 + (byte >> 2 & 3))};
    put_u32(route.bytes, byte & 3);
    for (size_t i = 4; i < route.size; i += 4) {
        put_u32(route.bytes + i, take(input));
    }
    return route;
}

static void drive_window(struct input input)
{
    uint8_t first = take(&input);
    struct window_settings settings = {
        .side = first & 1 ? WINDOW_HOST : WINDOW_GATEWAY,
        .create_id = REQUEST_ID_MASK - (first >> 4),
        .first_id = (REQUEST_ID_MASK - (first >> 4) + 1u) & REQUEST_ID_MASK,
        .max_messages = 1 + take(&input) % 16,
        .max_bytes = 400,
        .timeout = 100,
        .missed = 2,
        .release = free,
    };
    struct window *window = window_new(&settings);
    int64_t now = 0;
    bool create = settings.side == WINDOW_HOST;
    bool destroy = create;
    bool connected = false;
    struct window_packet next;
    while (input.size > 0) {
        switch (take(&input) % EVENTS) {
        case 0:
            offer(window);
            break;
        case 1:
            if (!connected) {
                window_connected(window, now);
            }
            connected = true;
            break;
        case 2:
            if (connected) {
                window_disconnected(window);
            }
            connected = false;
            break;
        case 3:
            window_accepted(window);
            break;
        case 4:
            window_create_requested(window, take(&input) % IDENTITIES + 1);
            break;
        case 5:
        case 6:
            answered(window, (settings.first_id + take(&input) - 4) & REQUEST_ID_MASK, take(&input), now);
            break;
        case 7:
            now += take(&input);
            window_tick(window, now);
            break;
        case 8:
        case 9:
            if (window_next(window, &next)) {
                window_sent(window, now);
            }
            break;
        case 10:
            if (!create) {
                window_create(window, malloc(1), 1);
            }
            create = true;
            break;
        default:
            if (!destroy && create) {
                window_destroy(window, malloc(1), 1);
                destroy = true;
            }
            break;
        }
        window_take_events(window);
        check(window);
    }
    window_close(window);
    check(window);
    window_free(window);
}

static void drive_streams(struct input input)
{
    static struct streams nothing;
    struct streams streams = nothing;
    struct streams_answer answers[STREAMS_MAX];
    int64_t now = 0;
    while (input.size > 0) {
        struct stream_ref ref = {0};
        bool answer;
        uint8_t byte = take(&input);
        struct route route = take_route(&input, byte);
        streams.taking = (byte & 64) != 0 || streams.taking;
        uint32_t id = (uint32_t) take(&input) << (byte >> 6) * 8;
        if ((byte & 48) == 48) {
            streams_create(&streams, &route);
        }
        if (streams_packet(&streams, &route, id, &ref, &answers[0], &answer) == STREAMS_TAKE) {
            size_t count = streams_handled(&streams, ref, id, (byte & 32) != 0 ? 1 << 20 : 10, now, answers);
            if (count > STREAMS_MAX) {
                abort();
            }
        }
        now += byte & 7;
        streams_tick(&streams, now, answers);
        streams_repeat(&streams, ref, answers);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    drive_window((struct input){data, size});
    drive_streams((struct input){data, size});
    return 0;
}
