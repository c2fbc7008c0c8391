#include "peer.h"

#include "wire/identity.h"

static enum og_peer_kind expected_kind(const struct og_peer *peer)
{
    return og_identity_are_words(peer->identity) ? OG_PEER_EXPECTED : OG_PEER_UNKNOWN;
}

static void expect(struct og_peer *peer)
{
    if (peer->kind == OG_PEER_UNKNOWN || peer->kind == OG_PEER_EXPECTED) {
        peer->kind = expected_kind(peer);
    }
}

void og_peer_forget(struct og_peer *peer)
{
    *peer = (struct og_peer){.identity = peer->identity, .kind = expected_kind(peer)};
}

bool og_peer_is_another(const struct og_peer *peer, uint64_t other)
{
    return peer->identity != OG_IDENTITY_NONE && peer->identity != other;
}

void og_peer_becomes(struct og_peer *peer, uint64_t gateway)
{
    bool another = og_peer_is_another(peer, gateway);
    peer->identity = gateway;
    if (another) {
        og_peer_forget(peer);
    }
    expect(peer);
}

void og_peer_greeted(struct og_peer *peer, uint64_t identity)
{
    peer->identity = identity;
    peer->greeted = true;
}

bool og_peer_is_strange(const struct og_peer *peer)
{
    return !peer->greeted && og_identity_are_words(peer->identity);
}

void og_peer_become_plain(struct og_peer *peer)
{
    if (og_identity_are_words(peer->identity)) {
        peer->identity = OG_IDENTITY_NONE;
    }
    expect(peer);
}

void og_peer_addressed(struct og_peer *peer, int64_t now)
{
    if (!peer->addressed) {
        peer->addressed = true;
        peer->addressed_at = now;
    }
}

bool og_peer_answered(struct og_peer *peer, bool acknowledges, int64_t now)
{
    bool returned = peer->lost;
    peer->kind = acknowledges ? OG_PEER_ACKNOWLEDGES : peer->kind;
    peer->silent_since = now;
    peer->missed = 0;
    peer->lost = false;
    return returned;
}

void og_peer_acknowledged(struct og_peer *peer)
{
    peer->kind = OG_PEER_ACKNOWLEDGES;
}

enum og_peer_sign og_peer_tick(struct og_peer *peer, bool waiting, int64_t timeout, unsigned limit, int64_t now)
{
    if (peer->kind == OG_PEER_UNKNOWN && peer->addressed && now - peer->addressed_at >= timeout) {
        peer->kind = OG_PEER_PLAIN;
        return OG_PEER_FOUND_PLAIN;
    }
    bool answers = peer->kind == OG_PEER_ACKNOWLEDGES || peer->kind == OG_PEER_EXPECTED;
    if (!answers || !waiting || now - peer->silent_since < timeout) {
        return OG_PEER_NO_SIGN;
    }
    peer->silent_since = now;
    peer->missed++;
    if (peer->missed != limit) {
        return OG_PEER_MISSED;
    }
    if (peer->kind == OG_PEER_EXPECTED) {
        peer->kind = OG_PEER_PLAIN;
        return OG_PEER_FOUND_PLAIN;
    }
    peer->lost = true;
    return OG_PEER_LOST;
}
