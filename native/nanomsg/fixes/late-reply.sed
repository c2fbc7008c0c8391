# A reply that nobody waits for leaves the one that waits alone, and is freed once.
#
# Cause: each reply was received into the place of the one that the socket keeps. One that came too late, twice or with
#   another id was freed there, and once more by nn_close, or took the place of the right one before nn_recv had it.
# Test: test_library, late-reply; fuzz_sockets.
# Upstream: could take it as it is.
#: protocols/reqrep/req.c
143a\
    struct nn_msg reply;
155c\
        rc = nn_xreq_recv (&req->xreq.sockbase, &reply);
162c\
            nn_msg_term (&reply);
167c\
        if (nn_slow (nn_chunkref_size (&reply.sphdr) !=
169c\
            nn_msg_term (&reply);
174c\
        reqid = nn_getl (nn_chunkref_data (&reply.sphdr));
176c\
            nn_msg_term (&reply);
180c\
            nn_msg_term (&reply);
184,194c\
        if (nn_slow (req->state != NN_REQ_STATE_ACTIVE)) {\
            nn_msg_term (&reply);\
            continue;\
        }\
\
        nn_msg_term (&req->task.reply);\
        nn_msg_mv (&req->task.reply, &reply);\
        nn_chunkref_term (&req->task.reply.sphdr);\
        nn_chunkref_init (&req->task.reply.sphdr, 0);\
        nn_fsm_action (&req->fsm, NN_REQ_ACTION_IN);
