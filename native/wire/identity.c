#include "identity.h"

#include <string.h>
#include <sys/random.h>

#include "base/clock.h"

struct identity identity_new(void)
{
    struct identity identity;
    /* It fails on kernels before 3.17 alone; then time and addresses have to do. */
    if (getrandom(&identity, sizeof identity, 0) != sizeof identity) {
        identity.words = (uint64_t) clock_ms() << 32 ^ (uint64_t) (uintptr_t) &identity;
        memset(identity.rest, 0, sizeof identity.rest);
    }
    identity.words &= ~IDENTITY_TOP_BITS;
    identity.words += identity.words == 0;
    return identity;
}
