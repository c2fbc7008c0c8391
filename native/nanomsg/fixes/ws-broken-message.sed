# What a connection over ws has received of a message goes with it.
#
# Cause: frames, and half a character of a text frame, were kept for the endpoint's next connection, which asserted that
#   there are none, or took its first message for the rest of the old one, and so ended each connection.
# Test: test_library, ws-broken-frame, ws-broken-message, ws-broken-character; fuzz_sockets.
# Upstream: could take it as it is.
#: transports/ws/sws.c
195a\
    nn_msg_array_term (&self->inmsg_array);\
    self->continuing = 0;\
    self->utf8_code_pt_fragment_len = 0;
