# Descriptors that come over ipc are closed, all of them.
#
# Cause: only the first of a message's was; a peer could fill the process's table, and then what needs one is asserted.
# Test: test_library, ipc-descriptors.
# Upstream: could take it as it is.
#: aio/usock_posix.inc
1164,1165c\
                    unsigned char *each = CMSG_DATA (cmsg);\
                    unsigned char *end = (unsigned char*) cmsg + cmsg->cmsg_len;\
                    for (; each + sizeof (fd) <= end; each += sizeof (fd)) {\
                        memcpy (&fd, each, sizeof (fd));\
                        close (fd); /* whatever becomes of it: the peer has chosen it */\
                    }
1167d
