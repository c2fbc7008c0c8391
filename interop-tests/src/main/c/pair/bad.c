#include "bad.h"

#include "peer.h"
#include "wire.h"

static unsigned char buffer[MAX_BYTES];

void bad_half(int control, const char *uri, const char *args)
{
    send_truncations(control, buffer, create_packet(buffer, uri, args));
    send_truncations(control, buffer, bare_packet(buffer, START));
    send_truncations(control, buffer, bare_packet(buffer, DESTROY));
}

void bad_version(int control, const char *uri, const char *args)
{
    static const struct {
        size_t at;
        unsigned char value;
    } wrong[] = {{2, 0}, {2, 2}, {3, 0}, {3, 5}, {8, 0}, {8, 2}, {9, 17}, {9, 48}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t size = create_packet(buffer, uri, args);
        buffer[wrong[i].at] = wrong[i].value;
        send_waiting(control, buffer, size);
    }
}

void bad_order(int control)
{
    send_now(control, buffer, bare_packet(buffer, START));
    send_now(control, buffer, bare_packet(buffer, DESTROY));
    send_now(control, buffer, reply_packet(buffer, OK));
    send_now(control, buffer, reply_packet(buffer, DETACH));
    send_now(control, buffer, bare_packet(buffer, START));
}
