# Counts the connections that are closed for what came over them: NN_STAT_REJECTED_CONNECTIONS of nn_get_statistic.
#
# Cause: such a connection counts as NN_STAT_BROKEN_CONNECTIONS, as does every peer that leaves, so nobody can tell a
#   stray client, a peer of another protocol or a message that is too large from a host that was stopped.
# Test: StatisticTest.
# Upstream: could take it, with a number of its own (here 1101, in build.h, far from the others).
#: core/symbol.c
172a\
    NN_SYM(NN_STAT_REJECTED_CONNECTIONS, STATISTIC, INT, COUNTER),
#: core/sock.h
107a\
        /*  Connections closed for bytes that no peer of this socket sends */\
        uint64_t rejected_connections;
#: core/sock.c
1060a\
        case NN_STAT_REJECTED_CONNECTIONS:\
            self->statistics.rejected_connections += increment;\
            break;
#: core/global.c
1017a\
    case NN_STAT_REJECTED_CONNECTIONS:\
        val = sock->statistics.rejected_connections;\
        break;
#: transports/utils/streamhdr.c
233i\
invalidhdr:\
                nn_sock_stat_increment (streamhdr->pipebase->sock,\
                    NN_STAT_REJECTED_CONNECTIONS, 1);\
                /*  Fall through. */
234d
#: transports/ipc/sipc.c
25a\
#include "../../core/sock.h"
#: transports/tcp/stcp.c
25a\
#include "../../core/sock.h"
#: transports/utils/streamhdr.c
25a\
#include "../../core/sock.h"
#: transports/ws/sws.c
25a\
#include "../../core/sock.h"
