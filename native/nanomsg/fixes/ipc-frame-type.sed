# A frame over ipc whose type isn't 1 closes its connection.
#
# Cause: it was asserted.
# Test: test_library, ipc-frame-type; fuzz_sockets.
# Upstream: could take it as it is.
#: transports/ipc/sipc.c
336c\
                    if (nn_slow (sipc->inhdr [0] != NN_SIPC_MSG_NORMAL)) {\
                        nn_sock_stat_increment (sipc->pipebase.sock,\
                            NN_STAT_REJECTED_CONNECTIONS, 1);\
                        sipc->state = NN_SIPC_STATE_DONE;\
                        nn_fsm_raise (&sipc->fsm, &sipc->done, NN_SIPC_ERROR);\
                        return;\
                    }
