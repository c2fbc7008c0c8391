# An attempt to connect for which the kernel gives no socket counts as NN_STAT_CONNECT_ERRORS.
#
# Cause: only attempts that the peer's side ended were counted. To an IPv6 address, on a machine without IPv6, nothing
#   told that the attempt had failed.
# Test: none: a machine without IPv6 is needed.
# Upstream: could take it as it is.
#: transports/tcp/ctcp.c
584a\
        nn_ep_stat_increment (self->ep, NN_STAT_CONNECT_ERRORS, 1);
#: transports/ws/cws.c
635a\
        nn_ep_stat_increment (self->ep, NN_STAT_CONNECT_ERRORS, 1);
