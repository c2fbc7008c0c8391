#include "endpoint_url.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_IPC_PATH_BYTES = 107, /* sizeof(sockaddr_un.sun_path) less the NUL */
    MAX_URL_BYTES = 127,      /* NN_SOCKADDR_MAX less the NUL */
    MAX_PORT = 65535
};

static const char IPC[] = "ipc://";

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

static bool check_ipc(const char *url, char *problem, size_t size)
{
    size_t path_bytes = strlen(url) - strlen(IPC);
    if (path_bytes == 0) {
        snprintf(problem, size, "'%s' has no path: ipc:///run/outrigger/name", url);
        return false;
    }
    if (path_bytes > MAX_IPC_PATH_BYTES) {
        snprintf(problem, size, "the path of '%.200s' has %zu bytes, and a Unix socket takes %d: choose a shorter one",
            url, path_bytes, MAX_IPC_PATH_BYTES);
        return false;
    }
    return true;
}

/* The host in a tcp or ws URL that has a port, with brackets if there are any: where, and how many bytes. */
static const char *find_host(const char *url, size_t *bytes)
{
    const char *authority = strstr(url, "//") + 2;
    const char *colon = memrchr(authority, ':', strcspn(authority, "/"));
    *bytes = colon == NULL ? 0 : (size_t) (colon - authority);
    return authority;
}

static bool is_of_internet(const char *url)
{
    return begins_with(url, "tcp://") || begins_with(url, "ws://");
}

/* Of a text in brackets. */
static bool is_usable_ipv6(const char *host, size_t bytes)
{
    char text[MAX_URL_BYTES + 1];
    struct in6_addr address;
    snprintf(text, sizeof text, "%.*s", bytes > 2 ? (int) bytes - 2 : 0, host + 1);
    return bytes > 2 && host[bytes - 1] == ']' && inet_pton(AF_INET6, text, &address) == 1
        && !IN6_IS_ADDR_LINKLOCAL(&address);
}

static bool check_host(const char *url, const char *host, size_t bytes, char *problem, size_t size)
{
    if (host[0] != '[' && memchr(host, ':', bytes) != NULL) {
        snprintf(problem, size, "'%s' has an IPv6 address without brackets: write tcp://[::1]:5555", url);
        return false;
    }
    if (host[0] == '[' && !is_usable_ipv6(host, bytes)) {
        snprintf(problem, size,
            "'%s' has no usable IPv6 address in its brackets: write tcp://[::1]:5555; a link-local one (fe80::1) needs "
            "its interface, which nanomsg doesn't take",
            url);
        return false;
    }
    return true;
}

static bool check_host_and_port(const char *url, char *problem, size_t size)
{
    if (strlen(url) > MAX_URL_BYTES) {
        snprintf(problem, size, "'%.200s' has %zu bytes, and nanomsg takes %d", url, strlen(url), MAX_URL_BYTES);
        return false;
    }
    size_t bytes;
    const char *host = find_host(url, &bytes);
    const char *digits = host + bytes + 1;
    size_t count = bytes == 0 ? 0 : strspn(digits, "0123456789");
    if (count == 0 || count > 5 || (digits[count] != '\0' && digits[count] != '/')) {
        snprintf(problem, size, "'%s' has no host and port: tcp://127.0.0.1:5555", url);
        return false;
    }
    long port = strtol(digits, NULL, 10);
    if (port < 1 || port > MAX_PORT) {
        snprintf(problem, size, "port %ld of '%s' isn't between 1 and %d", port, url, MAX_PORT);
        return false;
    }
    if (memchr(host, ';', bytes) != NULL) {
        snprintf(problem, size, "'%s' has no host and port: tcp://127.0.0.1:5555", url);
        return false;
    }
    const char *path = digits + count;
    if (*path != '\0' && (begins_with(url, "tcp://") || strchr(path, ':') != NULL)) {
        snprintf(problem, size, "'%s' has a path that nanomsg doesn't take: ws://127.0.0.1:5555/path has one", url);
        return false;
    }
    return check_host(url, host, bytes, problem, size);
}

static bool check_any(const char *url, char *problem, size_t problem_size)
{
    if (begins_with(url, IPC)) {
        return check_ipc(url, problem, problem_size);
    }
    if (is_of_internet(url)) {
        return check_host_and_port(url, problem, problem_size);
    }
    snprintf(problem, problem_size, "'%.200s' isn't an address: it begins with ipc://, tcp:// or ws://", url);
    return false;
}

bool og_endpoint_url_check(const char *url, char *problem, size_t problem_size)
{
    char name[MAX_URL_BYTES + 1];
    if (!check_any(url, problem, problem_size)) {
        return false;
    }
    if (og_endpoint_url_host_name(url, name, sizeof name) && strcmp(name, "*") == 0) {
        snprintf(problem, problem_size, "'%s' has no host: * is for addresses to listen at, tcp://127.0.0.1:5555", url);
        return false;
    }
    return true;
}

bool og_endpoint_url_check_listen(const char *url, char *problem, size_t problem_size)
{
    char name[MAX_URL_BYTES + 1];
    if (!check_any(url, problem, problem_size)) {
        return false;
    }
    if (og_endpoint_url_host_name(url, name, sizeof name) && strcmp(name, "*") != 0) {
        snprintf(problem, problem_size,
            "'%s' has a name: listen at an address of this machine, or at all (tcp://*:5555)", url);
        return false;
    }
    if (is_of_internet(url) && strchr(strstr(url, "//") + 2, '/') != NULL) {
        snprintf(problem, problem_size, "'%s' has a path, which only who connects can have: leave it out", url);
        return false;
    }
    return true;
}

bool og_endpoint_url_is_ipv6(const char *url)
{
    size_t bytes;
    return is_of_internet(url) && *find_host(url, &bytes) == '[';
}

bool og_endpoint_url_host_name(const char *url, char *host, size_t host_size)
{
    struct in_addr ignored;
    if (!is_of_internet(url) || og_endpoint_url_is_ipv6(url)) {
        return false;
    }
    size_t bytes;
    const char *found = find_host(url, &bytes);
    if (bytes == 0 || bytes >= host_size) {
        return false;
    }
    memcpy(host, found, bytes);
    host[bytes] = '\0';
    return inet_pton(AF_INET, host, &ignored) != 1;
}

void og_endpoint_url_with_address(const char *url, bool ipv6, const char *address, char *result, size_t size)
{
    size_t bytes;
    const char *host = find_host(url, &bytes);
    snprintf(
        result, size, "%.*s%s%s%s%s", (int) (host - url), url, ipv6 ? "[" : "", address, ipv6 ? "]" : "", host + bytes);
}

bool og_endpoint_url_prepare_bind(const char *url, char *problem, size_t problem_size)
{
    if (!begins_with(url, IPC)) {
        return true;
    }
    const char *path = url + strlen(IPC);
    char folder[MAX_IPC_PATH_BYTES + 1] = ".";
    const char *slash = strrchr(path, '/');
    if (slash != NULL) {
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int) (slash - path), path);
    }
    struct stat status;
    /* Everybody who can connect to an ipc socket can speak for the other side: nobody but this user can. */
    if (mkdir(folder, S_IRWXU) < 0 && errno != EEXIST) {
        snprintf(problem, problem_size, "the folder %s can't be made: %s", folder, strerror(errno));
        return false;
    }
    if (lstat(path, &status) == 0 && !S_ISSOCK(status.st_mode)) {
        snprintf(problem, problem_size, "a file that isn't a socket lies at %s: choose another path", path);
        return false;
    }
    return true;
}

void og_endpoint_url_remove_file(const char *url)
{
    if (url != NULL && begins_with(url, IPC)) {
        unlink(url + strlen(IPC));
    }
}
