# A handshake over ws that isn't one closes its connection, at both ends.
#
# Cause: a request that isn't GET … HTTP/1.1 had no answer in the reply's switch; bytes behind the headers, a NUL in them
#   and headers that fill the buffer were asserted; of headers that are too long the version was read that nobody had
#   looked for; the client took an odd status line for one that goes on; a Connection header without an end was
#   searched all the same, through a null pointer.
#   The refusal gave back the client's Sec-WebSocket-Version, however long, in a buffer of 512 bytes; RFC 6455 (4.2.2)
#   wants the server's own there. A refused client stayed connected, and its messages were taken.
# Test: test_library, ws-post and those after it, ws-answer-without-status and those after it; fuzz_sockets.
# Upstream: could take it as it is.
#: transports/ws/ws_handshake.c
507,508c\
                    if (handshaker->recv_len + handshaker->recv_pos >=\
                        sizeof (handshaker->opening_hs)) {
564c\
                handshaker->state = handshaker->response_code ==\
                    NN_WS_HANDSHAKE_RESPONSE_OK ?\
                    NN_WS_HANDSHAKE_STATE_STOPPING_TIMER_DONE :\
                    NN_WS_HANDSHAKE_STATE_STOPPING_TIMER_ERROR;\
                return;
639a\
                    nn_sock_stat_increment (handshaker->pipebase->sock,\
                        NN_STAT_REJECTED_CONNECTIONS, 1);
686,687c\
                    if (handshaker->recv_len + handshaker->recv_pos >=\
                        sizeof (handshaker->response)) {
868a\
\
    /*  Nothing that was received is a NUL: the headers are one string. */\
    if (strlen (pos) < self->recv_pos + self->recv_len) {\
        self->response_code = NN_WS_HANDSHAKE_RESPONSE_NULL;\
        return NN_WS_HANDSHAKE_INVALID;\
    }
946i\
            if (rc != NN_WS_HANDSHAKE_MATCH)\
                return NN_WS_HANDSHAKE_INVALID;
992c\
    if (strlen (pos) != 0) {\
        self->response_code = NN_WS_HANDSHAKE_RESPONSE_WSPROTO;\
        return NN_WS_HANDSHAKE_INVALID;\
    }
1089a\
\
    /*  Nothing that was received is a NUL: the headers are one string. */\
    if (strlen (pos) < self->recv_pos + self->recv_len)\
        return NN_WS_HANDSHAKE_INVALID;
1115c\
        return NN_WS_HANDSHAKE_INVALID;
1120c\
        return NN_WS_HANDSHAKE_INVALID;
1125c\
        return NN_WS_HANDSHAKE_INVALID;
1177c\
            return NN_WS_HANDSHAKE_INVALID;
1184c\
    if (strlen (pos) != 0)\
        return NN_WS_HANDSHAKE_INVALID;
1284d
1318a\
        nn_sock_stat_increment (self->pipebase->sock,\
            NN_STAT_REJECTED_CONNECTIONS, 1);
1340c\
            code = "400 Not a WebSocket Handshake";
1344,1348d
1350,1355c\
        sprintf (self->response,\
            "HTTP/1.1 %s\\r\\n"\
            "Connection: close\\r\\n"\
            "Content-Length: 0\\r\\n"\
            "Sec-WebSocket-Version: 13\\r\\n\\r\\n",\
            code);
