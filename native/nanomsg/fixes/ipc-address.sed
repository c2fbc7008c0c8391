# An ipc address that can't be bound is an error of nn_bind and nn_connect, and no file but a socket is removed.
#
# Cause: a path of 108 to 128 bytes was asserted. A file that nobody listens at was taken for a dead socket and removed,
#   whatever it was; one that can't be removed was asserted, there and when the endpoint ends.
# Test: test_library, ipc-path-of-108, ipc-over-a-file.
# Upstream: could take it as it is.
#: transports/ipc/bipc.c
40a\
#include <sys/stat.h>
148c\
    struct stat st;
176,177c\
        if (lstat (addr, &st) == 0 && S_ISSOCK (st.st_mode))\
            unlink (addr);
284a\
    struct stat st;
292c\
    if (strlen (addr) >= sizeof (un->sun_path))\
        return -ENAMETOOLONG;
307c\
        if (rc == -1 && errno == ECONNREFUSED && lstat (addr, &st) == 0 &&\
              S_ISSOCK (st.st_mode)) {
309c\
            (void) rc;
#: transports/ipc/cipc.c
99a\
\
    if (strlen (nn_ep_getaddr (ep)) >=\
          sizeof (((struct sockaddr_un*) NULL)->sun_path))\
        return -ENAMETOOLONG;
