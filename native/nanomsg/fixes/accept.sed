# An accept that fails is tried again, whatever the reason.
#
# Cause: only some were foreseen. Linux gives a new connection's own errors there (accept(2): ENETDOWN, EPROTO,
#   EHOSTUNREACH and others), and EPERM where a firewall forbids it.
# Test: none: nothing here makes the kernel give those errors.
# Upstream: could take it as it is.
#: aio/usock_posix.inc
365,367d
948c\
                if (nn_slow (s < 0))\
                    return;
