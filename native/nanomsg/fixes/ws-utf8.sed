# A text frame over ws may end in the middle of a character.
#
# Cause: a character that is put together of two frames stays in its place until the end of the frame, and one of four
#   bytes there was asserted not to be. After its second byte a character of three or four was taken for one that ends
#   there, though more bytes of the frame come.
# Test: test_library, ws-split-character; fuzz_sockets.
# Upstream: could take it as it is.
#: transports/ws/sws.c
618a\
                if (len > 0)\
                    continue;
633c\
    if (self->utf8_code_pt_fragment_len > NN_SWS_UTF8_MAX_CODEPOINT_LEN)
