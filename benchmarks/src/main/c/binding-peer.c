/*
 * One side of `bench binding` in C; io.outrigger.benchmarks.binding.Peer is the same in Java.
 *
 *   binding-peer server|client pair|reqrep URL BYTES
 *
 * The server binds, the client connects. Then each line of stdin is a run, told to both sides:
 *   one-way COUNT     the client sends; the server answers on stdout: NANOSECONDS from the first to the last message
 *   round-trip COUNT  the server sends back what it gets; the client answers: P50 P99 P999 in nanoseconds
 * The other side answers "done". At the end of stdin the process ends.
 */
#include <nanomsg/nn.h>
#include <nanomsg/pair.h>
#include <nanomsg/reqrep.h>

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ID_BYTES 4
#define ID_FLAG 0x80000000u
#define CONTROL_BYTES 256
/* As the binding sets it; the library's own limit of 1 MiB would serve as well. */
#define MAX_RECEIVE_BYTES (16 << 20)

static int sock;
static int raw;
static size_t bytes;
static char *payload;
static uint32_t next_id;

/* The header of the message received last, on a raw socket. */
static char control[CONTROL_BYTES];

static void fail(const char *what) {
  fprintf(stderr, "binding-peer: %s: %s\n", what, nn_strerror(nn_errno()));
  exit(1);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

/* A new message with the payload; on a raw NN_REQ socket the id goes before it. */
static void send_message(void) {
  size_t head = raw ? ID_BYTES : 0;
  char *message = nn_allocmsg(head + bytes, 0);
  if (!message) {
    fail("nn_allocmsg");
  }
  if (raw) {
    uint32_t id = next_id++ | ID_FLAG;
    message[0] = (char) (id >> 24);
    message[1] = (char) (id >> 16);
    message[2] = (char) (id >> 8);
    message[3] = (char) id;
  }
  memcpy(message + head, payload, bytes);
  if (nn_send(sock, &message, NN_MSG, 0) < 0) {
    fail("nn_send");
  }
}

static void *receive_message(void) {
  void *message = NULL;
  int size;
  if (raw) {
    struct nn_iovec iov = {&message, NN_MSG};
    struct nn_msghdr header = {&iov, 1, control, sizeof control};
    size = nn_recvmsg(sock, &header, 0);
  } else {
    size = nn_recv(sock, &message, NN_MSG, 0);
  }
  if (size < 0) {
    fail("nn_recv");
  }
  if ((size_t) size != bytes || ((char *) message)[bytes - 1] != payload[bytes - 1]) {
    fprintf(stderr, "binding-peer: a message of %d bytes, not the %zu sent\n", size, bytes);
    exit(1);
  }
  return message;
}

/* Sends the message received last back to where it came from. */
static void send_back(void *message) {
  int result;
  if (raw) {
    struct nn_iovec iov = {&message, NN_MSG};
    struct nn_msghdr header = {&iov, 1, control, ((struct nn_cmsghdr *) control)->cmsg_len};
    result = nn_sendmsg(sock, &header, 0);
  } else {
    result = nn_send(sock, &message, NN_MSG, 0);
  }
  if (result < 0) {
    fail("nn_send");
  }
}

static void send_one_way(size_t count) {
  for (size_t i = 0; i < count; i++) {
    send_message();
  }
  printf("done\n");
}

static void receive_one_way(size_t count) {
  nn_freemsg(receive_message());
  uint64_t begin = now();
  for (size_t i = 1; i < count; i++) {
    nn_freemsg(receive_message());
  }
  printf("%" PRIu64 "\n", now() - begin);
}

static void echo(size_t count) {
  for (size_t i = 0; i < count; i++) {
    send_back(receive_message());
  }
  printf("done\n");
}

static int compare(const void *left, const void *right) {
  uint64_t a = *(const uint64_t *) left;
  uint64_t b = *(const uint64_t *) right;
  return (a > b) - (a < b);
}

/* The smallest sample that this share of all is not above. */
static uint64_t percentile(const uint64_t *sorted, size_t count, size_t per_mille) {
  size_t rank = (count * per_mille + 999) / 1000;
  return sorted[rank > 0 ? rank - 1 : 0];
}

static void ask(size_t count) {
  uint64_t *samples = malloc(count * sizeof *samples);
  if (!samples) {
    fail("malloc");
  }
  /* Its pages are made now and not between two samples. */
  memset(samples, 1, count * sizeof *samples);
  for (size_t i = 0; i < count; i++) {
    uint64_t begin = now();
    send_message();
    nn_freemsg(receive_message());
    samples[i] = now() - begin;
  }
  qsort(samples, count, sizeof *samples, compare);
  printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", percentile(samples, count, 500),
         percentile(samples, count, 990), percentile(samples, count, 999));
  free(samples);
}

static void open_socket(int server, const char *url) {
  int protocol = raw ? (server ? NN_REP : NN_REQ) : NN_PAIR;
  int limit = MAX_RECEIVE_BYTES;
  sock = nn_socket(raw ? AF_SP_RAW : AF_SP, protocol);
  if (sock < 0) {
    fail("nn_socket");
  }
  if (nn_setsockopt(sock, NN_SOL_SOCKET, NN_RCVMAXSIZE, &limit, sizeof limit) < 0) {
    fail("NN_RCVMAXSIZE");
  }
  if ((server ? nn_bind(sock, url) : nn_connect(sock, url)) < 0) {
    fail(url);
  }
}

int main(int argc, char **argv) {
  char kind[16];
  size_t count;
  if (argc != 5) {
    fprintf(stderr, "usage: binding-peer server|client pair|reqrep URL BYTES\n");
    return 2;
  }
  int server = strcmp(argv[1], "server") == 0;
  raw = strcmp(argv[2], "reqrep") == 0;
  bytes = strtoul(argv[4], NULL, 10);
  payload = malloc(bytes);
  if (bytes == 0 || !payload) {
    fprintf(stderr, "binding-peer: %s bytes: it must be 1 or more\n", argv[4]);
    return 2;
  }
  for (size_t i = 0; i < bytes; i++) {
    payload[i] = (char) i;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  open_socket(server, argv[3]);
  printf("ready\n");
  while (scanf("%15s %zu", kind, &count) == 2) {
    if (strcmp(kind, "one-way") == 0) {
      (server ? receive_one_way : send_one_way)(count);
    } else {
      (server ? echo : ask)(count);
    }
  }
  nn_close(sock);
  free(payload);
  return 0;
}
