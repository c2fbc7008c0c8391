# A connection that has ended is no more told to be ready.
#
# Cause: that a message came or was sent, and that the connection broke, can be told in one go: the first is handed on to
#   the socket behind the second, which has freed what the socket knew of the connection. A peer that sends and closes at
#   the right moment has the socket use freed memory.
# Test: fuzz_sockets.
# Upstream: could take it as it is.
#: protocol.h
58a\
/*  Whether the pipe is the socket's: it was added, and not yet removed. */\
int nn_pipe_isactive (struct nn_pipe *self);\

#: core/pipe.c
166i\
int nn_pipe_isactive (struct nn_pipe *self)\
{\
    return ((struct nn_pipebase*) self)->state == NN_PIPEBASE_STATE_ACTIVE;\
}\

#: core/sock.c
986i\
            if (!nn_pipe_isactive ((struct nn_pipe*) srcptr))\
                return;\

