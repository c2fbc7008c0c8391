#include "identity.h"

#include <string.h>
#include <sys/random.h>

#include "base/clock.h"

struct og_identity og_identity_new(void)
{
    struct og_identity identity;
    /* It fails on kernels before 3.17 alone; then time and addresses have to do. */
    if (getrandom(&identity, sizeof identity, 0) != sizeof identity) {
        identity.words = (uint64_t) og_clock_ms() << 32 ^ (uint64_t) (uintptr_t) &identity;
        memset(identity.rest, 0, sizeof identity.rest);
    }
    identity.words &= ~OG_IDENTITY_TOP_BITS;
    identity.words += identity.words == 0;
    return identity;
}
