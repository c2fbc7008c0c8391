# Gives the number of failed accepts as NN_STAT_ACCEPT_ERRORS.
#
# Cause: nn_get_statistic gave the number of failed binds instead.
# Test: none: nothing here makes an accept fail that is counted.
# Upstream: could take it as it is.
#: core/global.c
1019c\
        val = sock->statistics.accept_errors;
