# A text frame over ws may end in the middle of a character of four bytes.
#
# Cause: a character that was put together of two frames is left in its place until the end of the frame, and one of
#   four bytes there was asserted not to be.
# Test: HostileClientsTest, ws frames; fuzz_sockets.
# Upstream: could take it as it is.
#: transports/ws/sws.c
633c\
    if (self->utf8_code_pt_fragment_len > NN_SWS_UTF8_MAX_CODEPOINT_LEN)
