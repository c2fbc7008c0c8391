# A connecting endpoint over ws tries again after a handshake that failed and after a peer that said goodbye; both count.
#
# Cause: they were taken for the peer's wish that nobody comes back, so one stray server on the port, for a moment,
#   ended the endpoint for good. As NN_STAT_BROKEN_CONNECTIONS neither was counted.
# Test: test_library, ws-answer-not-found.
# Upstream: could take it; who relies on the goodbye would see endpoints come back.
#: transports/ws/sws.c
765a\
\
    /*  Without a reason it is the peer that ends the connection. */\
    if (*reason != '\\0')\
        nn_sock_stat_increment (self->pipebase.sock,\
            NN_STAT_REJECTED_CONNECTIONS, 1);
924c\
                    NN_SWS_RETURN_ERROR);
#: transports/ws/cws.c
453c\
                nn_ep_stat_increment (cws->ep, NN_STAT_BROKEN_CONNECTIONS, 1);
#: transports/ws/aws.c
260a\
                nn_ep_stat_increment (aws->ep, NN_STAT_BROKEN_CONNECTIONS, 1);
