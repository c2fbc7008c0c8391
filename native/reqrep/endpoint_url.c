#include "endpoint_url.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_IPC_PATH_BYTES = 107, /* sizeof(sockaddr_un.sun_path) less the NUL; nanomsg aborts at 108 to 128 bytes */
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
        snprintf(problem, size, "the path of '%.200s' has %zu bytes, and a Unix socket takes %d: choose a shorter one", url,
            path_bytes, MAX_IPC_PATH_BYTES);
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
    const char *host = strstr(url, "//") + 2;
    size_t authority_bytes = strcspn(host, "/");
    const char *colon = memrchr(host, ':', authority_bytes);
    const char *end = host + authority_bytes;
    size_t digits = colon == NULL ? 0 : strspn(colon + 1, "0123456789");
    if (colon == NULL || colon == host || digits == 0 || digits > 5 || colon + 1 + digits != end) {
        snprintf(problem, size, "'%s' has no host and port: tcp://127.0.0.1:5555", url);
        return false;
    }
    long port = strtol(colon + 1, NULL, 10);
    if (port < 1 || port > MAX_PORT) {
        snprintf(problem, size, "port %ld of '%s' isn't between 1 and %d", port, url, MAX_PORT);
        return false;
    }
    return true;
}

bool endpoint_url_check(const char *url, char *problem, size_t problem_size)
{
    if (begins_with(url, IPC)) {
        return check_ipc(url, problem, problem_size);
    }
    if (begins_with(url, "tcp://") || begins_with(url, "ws://")) {
        return check_host_and_port(url, problem, problem_size);
    }
    snprintf(problem, problem_size, "'%.200s' isn't an address: it begins with ipc://, tcp:// or ws://", url);
    return false;
}

bool endpoint_url_prepare_bind(const char *url, char *problem, size_t problem_size)
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
    /* Whoever may connect to an ipc socket can end the process: nobody but this user may. */
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

void endpoint_url_remove_file(const char *url)
{
    if (url != NULL && begins_with(url, IPC)) {
        unlink(url + strlen(IPC));
    }
}
