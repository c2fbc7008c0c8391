#include "nano.h"

#include <errno.h>
#include <string.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

#include "base/bytes.h"
#include "wire/request_id.h"

enum {
    WORD_BYTES = 4,
    NEVER_MS = 20 * 24 * 3600 * 1000, /* 20 days */
    /* Room for the header's size and its bytes, with the library's own framing. */
    CONTROL_BYTES = 2 * sizeof(struct nn_cmsghdr) + sizeof(size_t) + OG_ROUTE_MAX_BYTES + WORD_BYTES
};

const char *og_nano_problem(void)
{
    return nn_strerror(nn_errno());
}

bool og_nano_set(int socket, int option, int value)
{
    return nn_setsockopt(socket, NN_SOL_SOCKET, option, &value, sizeof value) == 0;
}

int og_nano_open(int protocol)
{
    int socket = nn_socket(AF_SP_RAW, protocol);
    if (socket >= 0 && !og_nano_set(socket, NN_RECONNECT_IVL, NEVER_MS)) {
        nn_close(socket);
        return -1;
    }
    return socket;
}

int og_nano_descriptor(int socket, int option)
{
    int descriptor = -1;
    size_t size = sizeof descriptor;
    return nn_getsockopt(socket, NN_SOL_SOCKET, option, &descriptor, &size) == 0 ? descriptor : -1;
}

uint64_t og_nano_statistic(int socket, int statistic)
{
    return nn_get_statistic(socket, statistic);
}

static enum og_nano_result result_of_error(void)
{
    switch (nn_errno()) {
    case EAGAIN:
    case EINTR:
    case ETIMEDOUT:
        return OG_NANO_WOULD_BLOCK;
    default:
        return OG_NANO_CLOSED;
    }
}

/* The control data holds one property, SP_HDR: the header's size as a size_t, and then the header. */
static bool read_header(struct nn_msghdr *header, struct og_sp_message *message)
{
    struct nn_cmsghdr *property = NN_CMSG_FIRSTHDR(header);
    if (property == NULL || property->cmsg_level != PROTO_SP || property->cmsg_type != SP_HDR) {
        return false;
    }
    const uint8_t *data = NN_CMSG_DATA(property);
    size_t size;
    memcpy(&size, data, sizeof size);
    if (size < WORD_BYTES || size % WORD_BYTES != 0 || size - WORD_BYTES > OG_ROUTE_MAX_BYTES) {
        return false;
    }
    message->route.size = size - WORD_BYTES;
    memcpy(message->route.bytes, data + sizeof size, message->route.size);
    message->id = og_get_u32(data + sizeof size + message->route.size) & ~OG_REQUEST_ID_FLAG;
    return true;
}

enum og_nano_result og_nano_receive(int socket, struct og_sp_message *message)
{
    _Alignas(struct nn_cmsghdr) uint8_t control[CONTROL_BYTES] = {0};
    struct nn_iovec body = {&message->body, NN_MSG};
    struct nn_msghdr header = {&body, 1, control, sizeof control};
    int size = nn_recvmsg(socket, &header, NN_DONTWAIT);
    if (size < 0) {
        return result_of_error();
    }
    message->size = (size_t) size;
    /* The library leaves the control data alone when the header doesn't fit. */
    if (!read_header(&header, message)) {
        og_nano_free(message);
        return OG_NANO_DROPPED;
    }
    return OG_NANO_DONE;
}

void og_nano_free(struct og_sp_message *message)
{
    nn_freemsg(message->body);
}

enum og_nano_result og_nano_send(int socket, const void *bytes, size_t size)
{
    return nn_send(socket, bytes, size, NN_DONTWAIT) < 0 ? result_of_error() : OG_NANO_DONE;
}

void og_nano_reply(int socket, const struct og_route *route, uint32_t id, const void *body, size_t size)
{
    _Alignas(struct nn_cmsghdr) uint8_t control[CONTROL_BYTES] = {0};
    size_t header_size = route->size + WORD_BYTES;
    struct nn_iovec part = {(void *) body, size};
    struct nn_msghdr header = {&part, 1, control, NN_CMSG_SPACE(sizeof header_size + header_size)};
    struct nn_cmsghdr *property = NN_CMSG_FIRSTHDR(&header);
    property->cmsg_len = NN_CMSG_LEN(sizeof header_size + header_size);
    property->cmsg_level = PROTO_SP;
    property->cmsg_type = SP_HDR;
    uint8_t *data = NN_CMSG_DATA(property);
    memcpy(data, &header_size, sizeof header_size);
    memcpy(data + sizeof header_size, route->bytes, route->size);
    og_put_u32(data + sizeof header_size + route->size, id | OG_REQUEST_ID_FLAG);
    nn_sendmsg(socket, &header, NN_DONTWAIT);
}
