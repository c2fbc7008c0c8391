# A connection that is being closed for what came over it may still be told that something was sent.
#
# Cause: where a bad first frame has come together with the greeting, and a message goes out at once, both are told in
#   one go: the frame ends the connection, and that the message was sent was asserted not to come behind it.
# Test: fuzz_sockets.
# Upstream: could take it as it is.
#: transports/ipc/sipc.c
428a\
        if (src == NN_SIPC_SRC_USOCK)\
            return;
#: transports/tcp/stcp.c
421a\
        if (src == NN_STCP_SRC_USOCK)\
            return;
#: transports/ws/sws.c
1550a\
        if (src == NN_SWS_SRC_USOCK)\
            return;
