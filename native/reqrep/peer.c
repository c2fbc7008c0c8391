#include "peer.h"

void peer_expect(struct peer *peer, bool answers)
{
    if (peer->kind == PEER_UNKNOWN || peer->kind == PEER_EXPECTED) {
        peer->kind = answers ? PEER_EXPECTED : PEER_UNKNOWN;
    }
}

void peer_addressed(struct peer *peer, int64_t now)
{
    if (!peer->addressed) {
        peer->addressed = true;
        peer->addressed_at = now;
    }
}

bool peer_answered(struct peer *peer, bool acknowledges, int64_t now)
{
    bool returned = peer->lost;
    peer->kind = acknowledges ? PEER_ACKNOWLEDGES : peer->kind;
    peer->silent_since = now;
    peer->missed = 0;
    peer->lost = false;
    return returned;
}

void peer_acknowledged(struct peer *peer)
{
    peer->kind = PEER_ACKNOWLEDGES;
}

enum peer_sign peer_tick(struct peer *peer, bool waiting, int64_t timeout, unsigned limit, int64_t now)
{
    if (peer->kind == PEER_UNKNOWN && peer->addressed && now - peer->addressed_at >= timeout) {
        peer->kind = PEER_PLAIN;
        return PEER_FOUND_PLAIN;
    }
    bool answers = peer->kind == PEER_ACKNOWLEDGES || peer->kind == PEER_EXPECTED;
    if (!answers || !waiting || now - peer->silent_since < timeout) {
        return PEER_NO_SIGN;
    }
    peer->silent_since = now;
    peer->missed++;
    if (peer->missed != limit) {
        return PEER_MISSED;
    }
    if (peer->kind == PEER_EXPECTED) {
        peer->kind = PEER_PLAIN;
        return PEER_FOUND_PLAIN;
    }
    peer->lost = true;
    return PEER_LOST;
}
