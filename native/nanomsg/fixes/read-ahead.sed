# What was read ahead of a connection goes with it.
#
# Cause: the buffer of up to 2 KiB belongs to the endpoint and was emptied only with that. A connecting endpoint took
#   the end of a broken connection for the greeting of the next one, which then failed, and kept the rest again.
# Test: test_library, read-ahead.
# Upstream: could take it as it is.
#: aio/usock_posix.inc
200a\
    self->in.batch_len = 0;\
    self->in.batch_pos = 0;
