# A socket ignores events of a connection that has ended.
#
# Cause: the event of a message that came or went out, and that of the broken connection, can lie in the queue together.
#   The second frees what the socket keeps of the connection. Then the first reaches the socket, which uses it. A peer
#   causes this when it sends and closes at the right moment.
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

