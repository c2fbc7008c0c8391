/*
 * libFuzzer: any order of events for the window and the streams. Each byte is an event, with what follows as its
 * arguments. They must survive it, and the window's counts must add up.
 */
#include <stdint.h>
#include <stdlib.h>

#include "streams.h"
#include "window.h"

enum { PACKET_BYTES = 40, EVENTS = 13 };

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

static void drive_window(struct input input)
{
    uint8_t first = take(&input);
    struct window_settings settings = {
        .side = first & 1 ? WINDOW_HOST : WINDOW_GATEWAY,
        .first_id = WINDOW_ID_MASK - (first >> 4),
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
            window_heard(window);
            break;
        case 5:
            window_started_over(window);
            break;
        case 6:
        case 7:
            window_answered(window, (settings.first_id + take(&input) - 4) & WINDOW_ID_MASK,
                (enum window_answer) (take(&input) % 4), now);
            break;
        case 8:
            now += take(&input);
            window_tick(window, now);
            break;
        case 9:
        case 10:
            if (window_next(window, &next)) {
                window_sent(window, now);
            }
            break;
        case 11:
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
        window_take_news(window);
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
        struct route route = {.size = 4};
        struct stream_ref ref = {0};
        bool answer;
        uint8_t byte = take(&input);
        route.bytes[0] = byte & 31;
        streams.taking = (byte & 64) != 0 || streams.taking;
        uint32_t id = (uint32_t) take(&input) << (byte >> 6) * 8;
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
