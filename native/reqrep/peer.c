#include "peer.h"

#include "wire/identity.h"

static enum peer_kind expected_kind(const struct peer *peer)
{
    return identity_are_words(peer->identity) ? PEER_EXPECTED : PEER_UNKNOWN;
}

static void expect(struct peer *peer)
{
    if (peer->kind == PEER_UNKNOWN || peer->kind == PEER_EXPECTED) {
        peer->kind = expected_kind(peer);
    }
}

void peer_forget(struct peer *peer)
{
    *peer = (struct peer){.identity = peer->identity, .kind = expected_kind(peer)};
}

bool peer_is_another(const struct peer *peer, uint64_t other)
{
    return peer->identity != IDENTITY_NONE && peer->identity != other;
}

void peer_becomes(struct peer *peer, uint64_t gateway)
{
    bool another = peer_is_another(peer, gateway);
    peer->identity = gateway;
    if (another) {
        peer_forget(peer);
    }
    expect(peer);
}

void peer_greeted(struct peer *peer, uint64_t identity)
{
    peer->identity = identity;
    peer->greeted = true;
}

bool peer_is_strange(const struct peer *peer)
{
    return !peer->greeted && identity_are_words(peer->identity);
}

void peer_become_plain(struct peer *peer)
{
    if (identity_are_words(peer->identity)) {
        peer->identity = IDENTITY_NONE;
    }
    expect(peer);
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
