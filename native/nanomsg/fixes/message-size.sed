# An announced size that there is no memory for, or that nn_recv can't return, closes its connection.
#
# Cause: the room was allocated by a function that asserts that there is memory. NN_RCVMAXSIZE -1 lets a peer announce
#   2^60 bytes; on a small device a size within the limit is enough. Over ws the sizes of a message's frames were summed
#   without a check for overflow, so that two frames pass any limit; on 32 bits a size of 64 was cut. And what each frame
#   takes besides its bytes was not limited.
# Test: test_library, ipc-size-of-2^60 and the others; fuzz_sockets.
# Upstream: could take it as it is.
#: utils/msg.h
47a\
/*  As nn_msg_init, of a size that somebody else has named. Gives -1, and\
    initialises an empty message, if there is no memory for it, or it is larger\
    than nn_recv can tell, or than 'max', unless that is negative. */\
int nn_msg_tryinit (struct nn_msg *self, uint64_t size, int max);
#: utils/msg.c
26i\
#include <limits.h>\
\
int nn_msg_tryinit (struct nn_msg *self, uint64_t size, int max)\
{\
    void *chunk;\
\
    nn_msg_init (self, 0);\
    if (size > (uint64_t) (max < 0 ? INT_MAX : max))\
        return -1;\
    if (size < NN_CHUNKREF_MAX) {\
        nn_msg_init (self, (size_t) size);\
        return 0;\
    }\
    if (nn_chunk_alloc ((size_t) size, 0, &chunk) != 0)\
        return -1;\
    nn_msg_init_chunk (self, chunk);\
    return 0;\
}\

#: utils/msg.h
26a\
#include "chunk.h"\
\
#include <stdint.h>
#: transports/ipc/sipc.c
342c\
                    nn_msg_term (&sipc->inmsg);\
                    rc = nn_msg_tryinit (&sipc->inmsg, size, opt);\
                    if (nn_slow (rc != 0)) {\
                        nn_sock_stat_increment (sipc->pipebase.sock,\
                            NN_STAT_REJECTED_CONNECTIONS, 1);
348,350d
#: transports/tcp/stcp.c
335c\
                    nn_msg_term (&stcp->inmsg);\
                    rc = nn_msg_tryinit (&stcp->inmsg, size, opt);\
                    if (nn_slow (rc != 0)) {\
                        nn_sock_stat_increment (stcp->pipebase.sock,\
                            NN_STAT_REJECTED_CONNECTIONS, 1);
341,343d
#: transports/ws/sws.c
205a\
/*  Whether a message of so many bytes and a further frame of so many can be\
    received: both together, once more to be put together. Each frame takes\
    memory besides its bytes. */\
static int nn_sws_fits (size_t total, size_t frame, size_t frames)\
{\
    void *probe;\
\
    if (frame > INT_MAX || total + frame > INT_MAX || frames >= 65536)\
        return 0;\
    if (total + frame <= 65536)\
        return 1;\
    probe = malloc (2 * (total + frame));\
    free (probe);\
    return probe != NULL;\
}\

1273a\
                            if (!nn_sws_fits (sws->inmsg_total_size,\
                                  sws->inmsg_current_chunk_len,\
                                  sws->inmsg_chunks)) {\
                                nn_sws_fail_conn (sws, NN_SWS_CLOSE_ERR_TOOBIG,\
                                    "No memory for a message of this size.");\
                                return;\
                            }
1332,1334c\
                        sws->inmsg_current_chunk_len =\
                            nn_getll (sws->inhdr + NN_SWS_FRAME_SIZE_INITIAL)\
                            > INT_MAX ? (size_t) INT_MAX + 1 : (size_t)\
                            nn_getll (sws->inhdr + NN_SWS_FRAME_SIZE_INITIAL);
1380a\
                        if (!nn_sws_fits (sws->inmsg_total_size,\
                              sws->inmsg_current_chunk_len,\
                              sws->inmsg_chunks)) {\
                            nn_sws_fail_conn (sws, NN_SWS_CLOSE_ERR_TOOBIG,\
                                "No memory for a message of this size.");\
                            return;\
                        }
24a\
#include <limits.h>\
#include <stdlib.h>
