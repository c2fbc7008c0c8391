/*
 * How libnanomsg is built here: what its own configuration would find out on Linux with glibc 2.34 or later, for all three
 * architectures, and Debian's number of sockets. Included in front of each of its files.
 */
#define NN_HAVE_LINUX
#define NN_HAVE_SOCKETPAIR 1
#define NN_HAVE_EVENTFD 1
#define NN_HAVE_PIPE 1
#define NN_HAVE_PIPE2 1
#define NN_HAVE_ACCEPT4 1
#define NN_HAVE_EPOLL 1
#define NN_HAVE_POLL 1
#define NN_HAVE_GETADDRINFO_A 1
#define NN_HAVE_CLOCK_GETTIME 1
#define NN_HAVE_CLOCK_MONOTONIC 1
#define NN_HAVE_SEMAPHORE
#define NN_HAVE_SEMAPHORE_PTHREAD 1
#define NN_HAVE_UNIX_SOCKETS 1
#define NN_HAVE_BACKTRACE 1
#define NN_HAVE_MSG_CONTROL 1
#define NN_HAVE_GCC_ATOMIC_BUILTINS
#define NN_USE_EPOLL
#define NN_USE_EVENTFD
#define NN_MAX_SOCKETS 512

/* The functions of its interface are all that a shared library shows. */
#define NN_SHARED_LIB
#define NN_EXPORT extern __attribute__ ((visibility ("default")))

/* Ours: fixes/rejected-connections.sed. Far from its own numbers. */
#define NN_STAT_REJECTED_CONNECTIONS 1101
