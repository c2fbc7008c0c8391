# A survey's response that comes too late, or answers another one, is freed.
#
# Cause: it was passed over and kept; a peer that goes on sending them fills the memory.
# Test: none: what is kept is seen by nobody but the allocator.
# Upstream: could take it as it is.
#: protocols/survey/surveyor.c
261c\
        {\
            nn_msg_term (msg);\
            continue;\
        }
264c\
        {\
            nn_msg_term (msg);\
            continue;\
        }
