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

static void check(struct og_window *window)
{
    struct og_window_counts counts = og_window_counts(window);
    if (counts.accepted != counts.delivered + counts.in_doubt + counts.undelivered + counts.pending) {
        abort();
    }
}

static void offer(struct og_window *window)
{
    void *packet = malloc(PACKET_BYTES);
    if (!og_window_offer(window, packet, PACKET_BYTES)) {
        free(packet);
    }
}

static void answered(struct og_window *window, uint32_t id, uint8_t byte, int64_t now)
{
    enum og_answer_body answer = (enum og_answer_body)(byte % ANSWERS);
    og_window_answered(
        window, id, answer, answer == OG_ANSWER_HELLO ? byte / ANSWERS % IDENTITIES + 1 : OG_IDENTITY_NONE, now);
}

/* A route of any words: of a plain sender, of one behind devices, or of one with an identity. */
static struct og_route take_route(struct input *input, uint8_t byte)
{
    struct og_route route = {.size = 4 * (1 + (byte >> 2 & 3))};
    og_put_u32(route.bytes, byte & 3);
    for (size_t i = 4; i < route.size; i += 4) {
        og_put_u32(route.bytes + i, take(input));
    }
    return route;
}

static void drive_window(struct input input)
{
    uint8_t first = take(&input);
    struct og_window_settings settings = {
        .side = first & 1 ? OG_WINDOW_HOST : OG_WINDOW_GATEWAY,
        .create_id = OG_REQUEST_ID_MASK - (first >> 4),
        .first_id = (OG_REQUEST_ID_MASK - (first >> 4) + 1u) & OG_REQUEST_ID_MASK,
        .max_messages = 1 + take(&input) % 16,
        .max_bytes = 400,
        .timeout = 100,
        .missed = 2,
        .release = free,
    };
    struct og_window *window = og_window_new(&settings);
    int64_t now = 0;
    bool create = settings.side == OG_WINDOW_HOST;
    bool destroy = create;
    bool connected = false;
    struct og_window_packet next;
    while (input.size > 0) {
        switch (take(&input) % EVENTS) {
        case 0:
            offer(window);
            break;
        case 1:
            if (!connected) {
                og_window_connected(window, now);
            }
            connected = true;
            break;
        case 2:
            if (connected) {
                og_window_disconnected(window);
            }
            connected = false;
            break;
        case 3:
            og_window_accepted(window);
            break;
        case 4:
            og_window_create_requested(window, take(&input) % IDENTITIES + 1);
            break;
        case 5:
        case 6:
            answered(window, (settings.first_id + take(&input) - 4) & OG_REQUEST_ID_MASK, take(&input), now);
            break;
        case 7:
            now += take(&input);
            og_window_tick(window, now);
            break;
        case 8:
        case 9:
            if (og_window_next(window, &next)) {
                og_window_sent(window, now);
            }
            break;
        case 10:
            if (!create) {
                og_window_create(window, malloc(1), 1);
            }
            create = true;
            break;
        default:
            if (!destroy && create) {
                og_window_destroy(window, malloc(1), 1);
                destroy = true;
            }
            break;
        }
        og_window_take_events(window);
        check(window);
    }
    og_window_close(window);
    check(window);
    og_window_free(window);
}

static void drive_streams(struct input input)
{
    static struct og_streams nothing;
    struct og_streams streams = nothing;
    struct og_streams_answer answers[OG_STREAMS_MAX];
    int64_t now = 0;
    while (input.size > 0) {
        struct og_stream_ref ref = {0};
        bool answer;
        uint8_t byte = take(&input);
        struct og_route route = take_route(&input, byte);
        streams.taking = (byte & 64) != 0 || streams.taking;
        uint32_t id = (uint32_t) take(&input) << (byte >> 6) * 8;
        if ((byte & 48) == 48) {
            og_streams_create(&streams, &route);
        }
        if (og_streams_packet(&streams, &route, id, &ref, &answers[0], &answer) == OG_STREAMS_TAKE) {
            size_t count = og_streams_handled(&streams, ref, id, (byte & 32) != 0 ? 1 << 20 : 10, now, answers);
            if (count > OG_STREAMS_MAX) {
                abort();
            }
        }
        now += byte & 7;
        og_streams_tick(&streams, now, answers);
        og_streams_answer_again(&streams, ref, answers);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    drive_window((struct input){data, size});
    drive_streams((struct input){data, size});
    return 0;
}
