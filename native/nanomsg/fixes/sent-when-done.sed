# A connection that is being closed ignores the event of a message that went out.
#
# Cause: a bad first frame can come together with the greeting, while a message goes out at once. Then both events lie in
#   the queue: the frame's ends the connection, and the message's comes after it, which was asserted not to happen.
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
