/*
 * liboutrigger_proxy.so in a gateway's process, and outrigger-native-host with a module in its own.
 *
 * MESSAGES and KILLS are knobs of the build (make MESSAGES=... KILLS=...).
 */
#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

#include "base/clock.h"
#include "process.h"
#include "reqrep/nano.h"
#include "wire/answer.h"
#include "wire/identity.h"
#include "wire/outgoing.h"

static char directory[64];
static bool passed; /* the present test, so far as it has come to its end */
static struct process gateway, host;
static char listen_url[96], remote_url[96]; /* the host's */

/* ------------------------------------------------------------------------------------------- preparations */

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    CHECK(file != NULL, "%s: %s", path, strerror(errno));
    fputs(text, file);
    fclose(file);
}

/* More members of both JSON objects begin with a comma. */
static void configure(const char *module, const char *more_of_both, const char *more_of_host, const char *more_of_proxy)
{
    char text[1024];
    snprintf(text, sizeof text,
        "{\"listen.url\":\"%s\",\"remote.url\":\"%s\",\"module.path\":\"%s/test_module.so\"%s%s}", listen_url,
        remote_url, OUT, more_of_both, more_of_host);
    write_file("host.json", text);
    snprintf(text, sizeof text, "{\"listen.url\":\"%s\",\"remote.url\":\"%s\",\"module.configuration\":%s%s%s}",
        remote_url, listen_url, module, more_of_both, more_of_proxy);
    write_file("args.json", text);
}

/* Under valgrind if the environment says so; with an error it makes the program end with status 99. */
static void start(struct process *process, const char *name, char *const arguments[])
{
    char *under_valgrind[16] = {"/usr/bin/valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full",
        "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite"};
    if (getenv("OUTRIGGER_TEST_UNDER") == NULL) {
        process_start(process, directory, name, arguments);
        return;
    }
    size_t count = 6;
    for (size_t i = 0; arguments[i] != NULL; i++) {
        under_valgrind[count++] = arguments[i];
    }
    process_start(process, directory, name, under_valgrind);
}

static void start_host(void)
{
    char configuration[128];
    snprintf(configuration, sizeof configuration, "%s/host.json", directory);
    char *arguments[] = {OUT "/outrigger-native-host", configuration, NULL};
    start(&host, "host", arguments);
}

/* Under outrigger-launch: 'host' is that then, its log the status stream, and its output that of the host. */
static void launch_host(void)
{
    char configuration[128];
    snprintf(configuration, sizeof configuration, "%s/host.json", directory);
    char *arguments[] = {OUT "/outrigger-launch", OUT "/outrigger-native-host", configuration, NULL};
    process_start(&host, directory, "host", arguments);
    process_await_log(&host, "READY");
}

static void start_gateway(void)
{
    char args[128];
    char record[128];
    snprintf(args, sizeof args, "%s/args.json", directory);
    snprintf(record, sizeof record, "%s/record", directory);
    char *arguments[] = {OUT "/c_gateway", OUT "/liboutrigger_proxy.so", args, record, NULL};
    start(&gateway, "gateway", arguments);
}

static int set_up(void **state)
{
    (void) state;
    passed = false;
    strcpy(directory, "/tmp/outrigger-XXXXXX");
    if (mkdtemp(directory) == NULL) {
        return -1;
    }
    snprintf(listen_url, sizeof listen_url, "ipc://%s/host.ipc", directory);
    snprintf(remote_url, sizeof remote_url, "ipc://%s/gateway.ipc", directory);
    return 0;
}

static void print_logs(void)
{
    char command[128];
    snprintf(command, sizeof command, "tail -n 40 '%s'/*.log", directory);
    if (system(command) != 0) {
        print_error("there are no logs in %s\n", directory);
    }
}

/* Ends what a failed test has left. */
static void end_process(struct process *process)
{
    if (process->pid > 0 && !process->ended) {
        process_signal(process, SIGKILL);
        process_await_end(process);
    }
}

static int tear_down(void **state)
{
    (void) state;
    char command[128];
    if (!passed) {
        print_logs();
    }
    end_process(&gateway);
    end_process(&host);
    memset(&gateway, 0, sizeof gateway);
    memset(&host, 0, sizeof host);
    snprintf(command, sizeof command, "rm -r '%s'", directory);
    return system(command);
}

/* Stays open: two at once, or the second could be given the port of the first. */
static int bound_socket(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int socket_number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(socket_number, (struct sockaddr *) &address, size) == 0
            && getsockname(socket_number, (struct sockaddr *) &address, &size) == 0,
        "no free port: %s", strerror(errno));
    *port = ntohs(address.sin_port);
    return socket_number;
}

static void use_tcp(void)
{
    int listen_port;
    int remote_port;
    int listening = bound_socket(&listen_port);
    int remote = bound_socket(&remote_port);
    snprintf(listen_url, sizeof listen_url, "tcp://127.0.0.1:%d", listen_port);
    snprintf(remote_url, sizeof remote_url, "tcp://127.0.0.1:%d", remote_port);
    close(listening);
    close(remote);
}

static void stop_gateway(void)
{
    process_tell(&gateway, "stop");
    process_await(&gateway, "stopped");
    assert_int_equal(process_await_end(&gateway), 0);
}

static void stop_both(void)
{
    stop_gateway();
    assert_int_equal(process_await_end(&host), 0);
}

struct counts {
    unsigned long accepted, delivered, in_doubt, undelivered, pending, handled;
};

/* What a process has logged at its end. */
static struct counts counts_of(struct process *process)
{
    struct counts counts = {0};
    const char *line = process_find_log(process, "session: ");
    CHECK(line != NULL, "%s has no counts", process->log);
    int found = sscanf(strstr(line, "session: "),
        "session: %lu accepted, %lu delivered, %lu in doubt, %lu undelivered, %lu pending; %lu received",
        &counts.accepted, &counts.delivered, &counts.in_doubt, &counts.undelivered, &counts.pending, &counts.handled);
    assert_int_equal(found, 6);
    assert_int_equal(counts.accepted, counts.delivered + counts.in_doubt + counts.undelivered + counts.pending);
    return counts;
}

static void check_published(const char *expected)
{
    assert_string_equal(process_await(&gateway, "published"), expected);
}

/* --------------------------------------------------------------------------------------------------- flow */

static void echo_all(void)
{
    char expected[64];
    configure("\"echo\"", "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send %d 100", MESSAGES);
    process_tell(&gateway, "expect %d %d", MESSAGES, TIMEOUT_MS);
    snprintf(expected, sizeof expected, "published %d in order", MESSAGES);
    check_published(expected);
    stop_both();
    struct counts of_gateway = counts_of(&gateway);
    struct counts of_host = counts_of(&host);
    assert_int_equal(of_gateway.accepted, MESSAGES);
    assert_int_equal(of_gateway.delivered, MESSAGES);
    assert_int_equal(of_gateway.handled, MESSAGES);
    assert_int_equal(of_host.delivered, MESSAGES);
    assert_int_equal(of_host.handled, MESSAGES);
}

static void an_echo_over_ipc_loses_nothing(void **state)
{
    (void) state;
    echo_all();
}

static void an_echo_over_tcp_loses_nothing(void **state)
{
    (void) state;
    use_tcp();
    echo_all();
}

static void the_gateway_calls_the_module_in_order(void **state)
{
    (void) state;
    configure("\"echo\"", "", "", "");
    start_gateway();
    start_host();
    process_await(&host, "module parse 0");
    process_await(&host, "module create 0");
    process_await(&host, "module start 0");
    process_await(&gateway, "created");
    process_tell(&gateway, "send 3 0");
    process_tell(&gateway, "expect 3 %d", TIMEOUT_MS);
    check_published("published 3 in order");
    process_tell(&gateway, "stop");
    process_await(&host, "module received 3");
    process_await(&host, "module destroy 0");
    assert_int_equal(process_await_end(&host), 0);
    assert_int_equal(process_await_end(&gateway), 0);
}

static void messages_pass_unchanged(void **state)
{
    (void) state;
    /* A property with UTF-8, one with an empty value, and every byte as content. */
    char hex[1024] = "raw a1600000012f00000002d0bad0bbd18ed18700d0b7d0bdd0b0d187d0b5d0bdd0b8d0b500656d70747900"
                     "0000000100";
    for (int byte = 0; byte < 256; byte++) {
        snprintf(hex + strlen(hex), 3, "%02x", byte);
    }
    configure("\"echo\"", "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "%s", hex);
    assert_string_equal(process_await(&gateway, "sent"), "sent 1");
    process_tell(&gateway, "expect 1 %d", TIMEOUT_MS);
    process_await(&gateway, "published 1");
    process_tell(&gateway, "hex");
    const char *line = process_await(&gateway, "message ");
    assert_string_equal(line + strlen("message "), hex + strlen("raw "));
    stop_both();
}

static void several_threads_publish(void **state)
{
    (void) state;
    char module[64];
    char expected[64];
    snprintf(module, sizeof module, "\"source %d 4 100\"", MESSAGES / 4);
    configure(module, "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "expect %d %d", MESSAGES / 4 * 4, TIMEOUT_MS);
    snprintf(expected, sizeof expected, "published %d in order", MESSAGES / 4 * 4);
    check_published(expected);
    stop_both();
}

static void the_message_functions_come_from_the_gateways_library_if_it_is_named(void **state)
{
    (void) state;
    configure("\"echo\"", "", ",\"gateway.library\":\"" OUT "/gateway_library.so\"", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send 100 10");
    process_tell(&gateway, "expect 100 %d", TIMEOUT_MS);
    check_published("published 100 in order");
    stop_both();
    process_await_log(&host, "gateway_library: 100 messages made, 0 left");
    configure("\"echo\"", "", ",\"gateway.library\":\"" OUT "/test_module.so\"", "");
    start_host();
    assert_int_equal(process_await_end(&host), 3);
    assert_non_null(process_find_log(&host, "(gateway.library) can't be used: it has no Message_Create"));
}

static void the_largest_message_passes_and_a_larger_one_is_refused(void **state)
{
    (void) state;
    enum { LIMIT = 65536, AROUND = 18 }; /* of a message with the property n of one digit */
    configure("\"echo\"", ",\"max.message.bytes\":65536", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send 1 %d", LIMIT - AROUND);
    process_tell(&gateway, "expect 1 %d", TIMEOUT_MS);
    check_published("published 1 in order");
    process_tell(&gateway, "send 1 %d", LIMIT - AROUND + 1);
    process_await_log(&gateway, "a message of 65537 bytes was not sent: 65536 are allowed");
    process_tell(&gateway, "send 1 0");
    process_tell(&gateway, "expect 2 %d", TIMEOUT_MS);
    process_await(&gateway, "published 2"); /* number 1 is missing, rightly */
    stop_both();
}

static void a_slow_broker_slows_the_module_down(void **state)
{
    (void) state;
    configure("\"source 1000000000 1 1000\"", "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "slow 1");
    process_await(&gateway, "slow");
    process_tell(&gateway, "expect 500 %d", TIMEOUT_MS);
    process_await(&gateway, "published");
    long host_before = process_memory(&host);
    long gateway_before = process_memory(&gateway);
    process_tell(&gateway, "expect 1500 %d", TIMEOUT_MS);
    process_await(&gateway, "published");
    enum { GROWTH_KIB = 16 * 1024 }; /* a window and a bounded_queue, and what the allocator makes of them */
    CHECK(process_memory(&host) < host_before + GROWTH_KIB, "the host grew to %ld KiB", process_memory(&host));
    CHECK(process_memory(&gateway) < gateway_before + GROWTH_KIB, "the gateway grew to %ld KiB",
        process_memory(&gateway));
    process_tell(&gateway, "slow 0");
    process_await(&gateway, "slow");
    stop_both();
}

/* ----------------------------------------------------------------------------------------- life and death */

static void a_module_that_cannot_be_created(void **state)
{
    (void) state;
    configure("\"fail\"", "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "not created");
    process_await_log(&gateway, "could not create the module");
    assert_int_equal(process_await_end(&gateway), 1);
    assert_int_equal(process_await_end(&host), 3);
}

static void fork_runs_the_host_and_ends_it(void **state)
{
    (void) state;
    char fork[256];
    snprintf(fork, sizeof fork,
        ",\"activation.type\":\"fork\",\"fork\":{\"host.path\":\"%s/outrigger-native-host\",\"configuration.path\":"
        "\"%s/host.json\"}",
        OUT, directory);
    configure("\"echo\"", "", "", fork);
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send 10 10");
    process_tell(&gateway, "expect 10 %d", TIMEOUT_MS);
    check_published("published 10 in order");
    /* A Ctrl-C goes to the host, too, which leaves the end to its gateway. */
    int pid = 0;
    const char *line = process_find_log(&gateway, "as process");
    assert_non_null(line);
    sscanf(strstr(line, "as process"), "as process %d", &pid);
    assert_int_equal(kill(pid, SIGINT), 0);
    process_tell(&gateway, "send 10 10");
    process_tell(&gateway, "expect 20 %d", TIMEOUT_MS);
    check_published("published 20 in order");
    stop_gateway();
    assert_non_null(process_find_log(&gateway, "ended with exit status 0"));
    assert_int_equal(kill(pid, 0), -1);
}

static void a_forked_host_that_ends_before_it_listens(void **state)
{
    (void) state;
    configure("\"echo\"", "", "",
        ",\"activation.type\":\"fork\",\"fork\":{\"host.path\":\"/bin/false\",\"configuration.path\":\"/dev/null\"}");
    start_gateway();
    process_await(&gateway, "not created");
    process_await_log(&gateway, "ended with exit status 1 before it listened");
    assert_int_equal(process_await_end(&gateway), 1);
}

static void signals_end_a_host(void **state)
{
    (void) state;
    static const int numbers[] = {SIGTERM, SIGINT};
    configure("\"echo\"", "", "", "");
    for (unsigned i = 0; i < 2; i++) {
        start_host();
        start_gateway();
        process_await(&gateway, "created");
        process_signal(&host, numbers[i]);
        process_await(&host, "module destroy 0");
        assert_int_equal(process_await_end(&host), 128 + numbers[i]);
        stop_gateway();
    }
}

static void a_module_that_hangs_is_cut_off(void **state)
{
    (void) state;
    configure("\"slow 3600000\"", "", ",\"grace.period.ms\":500", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send 1 0");
    process_await(&host, "module receive 1");
    process_signal(&host, SIGTERM);
    process_await_log(&host, "did not come to its end within 500 ms and is cut off");
    assert_int_equal(process_await_end(&host), 128 + SIGTERM);
    stop_gateway();
}

static void a_module_has_the_grace_period_to_come_to_its_end(void **state)
{
    (void) state;
    configure("\"slow 4000\"", "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send 1 0");
    process_await(&host, "module receive 1");
    process_signal(&host, SIGTERM);
    process_await(&host, "module destroy 0");
    assert_int_equal(process_await_end(&host), 128 + SIGTERM);
    assert_null(process_find_log(&host, "is cut off"));
    stop_gateway();
}

/* From somebody else than its gateway. */
static void signal_launched_host(int number)
{
    process_await_log(&host, "PID ");
    const char *line = process_find_log(&host, "PID ");
    assert_non_null(line);
    int pid = atoi(line + strlen("PID "));
    assert_true(pid > 1);
    assert_int_equal(kill((pid_t) pid, number), 0);
}

static void a_launched_host_works_on_after_sigterm_until_it_is_destroyed(void **state)
{
    (void) state;
    configure("\"echo\"", "", ",\"grace.period.ms\":3600000", "");
    launch_host();
    start_gateway();
    process_await(&gateway, "created");
    signal_launched_host(SIGTERM);
    process_await_log(&host, "STOPPING");
    process_tell(&gateway, "send 100 10");
    process_tell(&gateway, "expect 100 %d", TIMEOUT_MS);
    check_published("published 100 in order");
    stop_gateway();
    process_await(&host, "module received 100");
    process_await_log(&host, "EXIT code=0 children=0");
    assert_int_equal(process_await_end(&host), 0);
}

static void a_launched_host_ends_in_order_when_its_gateway_does_nothing(void **state)
{
    (void) state;
    enum { AFTER_ITS_TIME, AT_A_SECOND_SIGNAL, AT_ITS_GATEWAYS, CASES };
    for (int i = 0; i < CASES; i++) {
        configure(
            "\"echo\"", "", i == AFTER_ITS_TIME ? ",\"grace.period.ms\":500" : ",\"grace.period.ms\":3600000", "");
        launch_host();
        start_gateway();
        process_await(&gateway, "created");
        if (i == AT_ITS_GATEWAYS) {
            process_tell(&host, "TERM"); /* closes its stdin, too */
        } else {
            signal_launched_host(SIGTERM);
        }
        process_await(&host, "outrigger-native-host: signal 15: goes on until the gateway has the module destroyed");
        if (i == AT_A_SECOND_SIGNAL) {
            signal_launched_host(SIGTERM);
        }
        process_await(&host, "module destroy 0");
        assert_int_equal(process_await_end(&host), 128 + SIGTERM);
        assert_non_null(process_find_log(&host, "EXIT code=143 children=0"));
        stop_gateway();
    }
}

static void what_a_module_starts_is_as_any_other_process(void **state)
{
    (void) state;
    configure("\"shell grep ^Sig[BI] /proc/self/status; readlink /proc/self/fd/3 || echo no third; "
              "echo env=${OUTRIGGER_FORKED-none}${OUTRIGGER_STATUS_FD-none}\"",
        "", "", "");
    launch_host();
    start_gateway();
    assert_string_equal(process_await(&host, "SigBlk:"), "SigBlk:\t0000000000000000");
    assert_string_equal(process_await(&host, "SigIgn:"), "SigIgn:\t0000000000000000");
    process_await(&host, "no third");
    process_await(&host, "env=nonenone");
    process_await(&gateway, "created");
    stop_gateway();
    assert_int_equal(process_await_end(&host), 0);
}

static void a_status_stream_that_is_none_is_told(void **state)
{
    (void) state;
    static const char *const wrong[] = {"7777", "x", "", "2", "-1", "99999999999999999999"};
    configure("\"echo\"", "", "", "");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[128];
        setenv("OUTRIGGER_STATUS_FD", wrong[i], 1);
        start_host();
        unsetenv("OUTRIGGER_STATUS_FD");
        snprintf(text, sizeof text, "OUTRIGGER_STATUS_FD is '%s', which is no descriptor of this process", wrong[i]);
        process_await_log(&host, text);
        process_await_log(&host, "waits for its gateway");
        process_signal(&host, SIGTERM);
        assert_int_equal(process_await_end(&host), 128 + SIGTERM);
        truncate(host.log, 0);
    }
}

static void closed_descriptors_are_nobody_elses(void **state)
{
    (void) state;
    char command[256];
    char path[64];
    configure("\"echo\"", "", "", "");
    snprintf(command, sizeof command, "exec %s/outrigger-native-host %s/host.json <&- >&- 2>&-", OUT, directory);
    char *arguments[] = {"/bin/sh", "-c", command, NULL};
    process_start(&host, directory, "host", arguments);
    start_gateway();
    process_await(&gateway, "created");
    for (int i = 0; i < 3; i++) {
        char target[64] = "";
        snprintf(path, sizeof path, "/proc/%d/fd/%d", (int) host.pid, i);
        assert_true(readlink(path, target, sizeof target - 1) > 0);
        assert_string_equal(target, "/dev/null");
    }
    stop_both();
}

static void a_host_without_a_gateway_ends(void **state)
{
    (void) state;
    configure("\"echo\"", "", ",\"orphan.timeout.ms\":3000", "");
    start_host();
    assert_int_equal(process_await_end(&host), 5);
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_signal(&gateway, SIGKILL);
    process_await_end(&gateway);
    process_await(&host, "module destroy 0");
    assert_int_equal(process_await_end(&host), 5);
}

static void an_address_that_is_taken(void **state)
{
    (void) state;
    struct process second;
    use_tcp();
    configure("\"echo\"", "", "", "");
    start_host();
    process_await_log(&host, "waits for its gateway");
    struct process first = host;
    start_host();
    assert_int_equal(process_await_end(&host), 4);
    second = host;
    assert_non_null(process_find_log(&second, "choose another listen.url"));
    process_signal(&first, SIGTERM);
    assert_int_equal(process_await_end(&first), 128 + SIGTERM);
}

static void check_exit(const char *configuration, int status, const char *text)
{
    write_file("host.json", configuration);
    start_host();
    assert_int_equal(process_await_end(&host), status);
    CHECK(process_find_log(&host, text) != NULL, "its log doesn't say \"%s\"", text);
}

static void a_wrong_configuration_is_told_at_once_and_whole(void **state)
{
    (void) state;
    check_exit("{\"listen.url\": \"ipc:///tmp/x\",\n \"lisetn.url\": 1, \"remote.url\": 5, \"window.messages\": 0}", 2,
        "host.json:2:2: $['lisetn.url']: unknown key 'lisetn.url'");
    assert_non_null(process_find_log(&host, "$['remote.url']: here is a number; a text is needed"));
    assert_non_null(process_find_log(&host, "the key 'module.path' is missing"));
    assert_non_null(process_find_log(&host, "here is 0; a whole number from 1 to 8192 is needed"));
    check_exit("{\"listen.url\": ", 2, "host.json:1:");
    check_exit("[]", 2, "here is a list; an object is needed");
    char no_module[512];
    write_file("text.so", "no library");
    snprintf(no_module, sizeof no_module,
        "{\"listen.url\":\"ipc://%s/a\",\"remote.url\":\"ipc://%s/b\",\"module.path\":\"text.so\"}", directory,
        directory);
    check_exit(no_module, 3, "can't be loaded");
    char *arguments[] = {OUT "/outrigger-native-host", NULL};
    process_start(&host, directory, "usage", arguments);
    assert_int_equal(process_await_end(&host), 2);
}

static void a_proxy_tells_what_is_wrong_with_its_args(void **state)
{
    (void) state;
    write_file(
        "args.json", "{\"listen.url\":\"ipc:///tmp/x\",\"remote.url\":\"http://x\",\"activation.type\":\"spoon\"}");
    start_gateway();
    process_await(&gateway, "not created");
    assert_int_equal(process_await_end(&gateway), 1);
    assert_non_null(process_find_log(&gateway, "here is 'spoon'; one of 'none', 'fork' is needed"));
    assert_non_null(process_find_log(&gateway, "begins with ipc://, tcp:// or ws://"));
}

/*
 * The numbers in a file, one a line: the last of each line's. Checks that none comes twice; gives how many there are.
 */
static unsigned long distinct_numbers(const char *name, bool ascending)
{
    char path[128];
    char line[64];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r");
    CHECK(file != NULL, "%s: %s", path, strerror(errno));
    static unsigned char seen[10 * MESSAGES];
    memset(seen, 0, sizeof seen);
    unsigned long count = 0;
    long last = -1;
    while (fgets(line, sizeof line, file) != NULL) {
        const char *space = strrchr(line, ' ');
        long number = strtol(space == NULL ? line : space, NULL, 10);
        CHECK(number >= 0 && (size_t) number < sizeof seen && !seen[number], "number %ld was handled twice", number);
        CHECK(!ascending || number > last, "number %ld was handled after %ld", number, last);
        seen[number] = 1;
        last = number;
        count++;
    }
    fclose(file);
    return count;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* Of a session that accepted twice MESSAGES; 'handled': the messages that were, anywhere. */
static void check_sums(struct counts counts, unsigned long handled)
{
    print_message("accepted %lu = delivered %lu + in doubt %lu; handled %lu\n", counts.accepted, counts.delivered,
        counts.in_doubt, handled);
    assert_int_equal(counts.accepted, MESSAGES * 2);
    assert_int_equal(counts.undelivered, 0);
    CHECK(handled >= counts.delivered && handled <= counts.delivered + counts.in_doubt, "the sums don't agree");
}

static void hosts_are_killed_and_the_sums_agree(void **state)
{
    (void) state;
    char module[128];
    snprintf(module, sizeof module, "\"sink %s/sink\"", directory);
    configure(module, "", "", ",\"reconnect.timeout.ms\":60000");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send %d 100", MESSAGES * 2);
    for (int i = 0; i < KILLS; i++) {
        process_await(&host, "module start");
        pause_ms(rand() % 30);
        process_signal(&host, SIGKILL);
        process_await_end(&host);
        start_host();
    }
    process_await(&host, "module start"); /* so that it gets DESTROY, also if all is sent already */
    process_await(&gateway, "sent");
    stop_both();
    check_sums(counts_of(&gateway), distinct_numbers("sink", true));
}

static void gateways_are_killed_and_the_sums_agree(void **state)
{
    (void) state;
    char module[128];
    snprintf(module, sizeof module, "\"source %d 1 100\"", MESSAGES * 2);
    configure(module, "", "", "");
    start_host();
    for (int i = 0; i < KILLS; i++) {
        start_gateway();
        process_await(&gateway, "created");
        pause_ms(rand() % 30);
        process_signal(&gateway, SIGKILL);
        process_await_end(&gateway);
    }
    start_gateway();
    process_await(&gateway, "created");
    process_await(&host, "module published-all-of 0");
    stop_both();
    check_sums(counts_of(&host), distinct_numbers("record", true));
}

/* The new gateway handles nothing before it has the module, and the module waits for room. */
static void a_gateway_starts_over_while_the_module_publishes(void **state)
{
    (void) state;
    configure("\"many 1000\"", ",\"window.messages\":4", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "slow 1000");
    process_await(&gateway, "slow");
    process_tell(&gateway, "send 4 10");
    process_await(&gateway, "sent");
    process_tell(&gateway, "expect 1 %d", TIMEOUT_MS);
    process_await(&gateway, "published");
    process_signal(&gateway, SIGKILL);
    process_await_end(&gateway);
    start_gateway();
    process_await(&gateway, "created");
    process_await_log(&host, "the module stays");
    process_tell(&gateway, "expect 3900 %d", TIMEOUT_MS);
    process_await(&gateway, "published");
    stop_both();
}

static void a_stopped_host_is_missed_and_goes_on(void **state)
{
    (void) state;
    char expected[64];
    configure("\"echo\"", ",\"acknowledge.timeout.ms\":100", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    process_tell(&gateway, "send 100 10");
    process_tell(&gateway, "expect 100 %d", TIMEOUT_MS);
    check_published("published 100 in order");
    process_signal(&host, SIGSTOP);
    process_tell(&gateway, "send %d 100", MESSAGES);
    process_await_log(&gateway, "is lost: it has not answered");
    process_signal(&host, SIGCONT);
    process_tell(&gateway, "expect %d %d", MESSAGES + 100, TIMEOUT_MS);
    snprintf(expected, sizeof expected, "published %d in order", MESSAGES + 100);
    check_published(expected);
    assert_non_null(process_find_log(&gateway, "is there again"));
    stop_both();
    assert_int_equal(counts_of(&gateway).delivered, MESSAGES + 100);
}

/* A gateway's sender without a window. */
struct raw_sender {
    int socket;
    struct og_identity identity;
};

static struct raw_sender raw_sender_open(void)
{
    struct raw_sender sender = {og_nano_open(NN_REQ), og_identity_new()};
    assert_true(og_nano_set(sender.socket, NN_SNDTIMEO, TIMEOUT_MS));
    assert_true(nn_connect(sender.socket, listen_url) >= 0);
    return sender;
}

static void raw_sender_send(const struct raw_sender *sender, struct og_outgoing *packet, uint32_t base, uint32_t id)
{
    og_outgoing_set_route(packet, sender->identity.words, base, id);
    assert_int_equal(nn_send(sender->socket, packet->route, OG_OUTGOING_ROUTE_BYTES + packet->size, 0),
        OG_OUTGOING_ROUTE_BYTES + packet->size);
    free(packet);
}

static void raw_sender_await(const struct raw_sender *sender, uint32_t id, enum og_answer_body body)
{
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    bool came = false;
    while (!came) {
        CHECK(og_clock_ms() < deadline, "no answer %d to %u", body, id);
        poll(&(struct pollfd){.fd = og_nano_descriptor(sender->socket, NN_RCVFD), .events = POLLIN}, 1, 100);
        struct og_sp_message message;
        struct og_answer answer;
        if (og_nano_receive(sender->socket, &message) == OG_NANO_DONE) {
            came = og_answer_read(&message, sender->identity.words, &answer) && answer.id == id && answer.body == body;
            og_nano_free(&message);
        }
    }
}

static void what_is_late_of_a_gateway_that_another_one_has_followed_changes_nothing(void **state)
{
    (void) state;
    configure("null", "", "", "");
    start_host();
    process_await_log(&host, "waits for its gateway");
    struct raw_sender old = raw_sender_open();
    raw_sender_send(&old, og_outgoing_create_request("\"echo\""), 1, 0);
    raw_sender_await(&old, 0, OG_ANSWER_CREATED);
    struct raw_sender next = raw_sender_open();
    raw_sender_send(&next, og_outgoing_create_request("\"many 2\""), 1, 0);
    raw_sender_await(&next, 0, OG_ANSWER_CREATED);
    assert_non_null(process_find_log(&host, "is created again"));
    raw_sender_send(&old, og_outgoing_create_request("\"echo\""), 1, 0);
    raw_sender_send(&old, og_outgoing_new(OG_PACKET_DESTROY, 0), 1, 1);
    raw_sender_await(&old, 1, OG_ANSWER_EMPTY);
    /* The module is the next one's, and goes with it. */
    raw_sender_send(&next, og_outgoing_create_request("\"many 2\""), 1, 0);
    raw_sender_await(&next, 0, OG_ANSWER_CREATED);
    assert_null(process_find_log(&host, "the module stays"));
    raw_sender_send(&next, og_outgoing_new(OG_PACKET_DESTROY, 0), 1, 1);
    raw_sender_await(&next, 1, OG_ANSWER_EMPTY);
    nn_close(old.socket);
    nn_close(next.socket);
    assert_int_equal(process_await_end(&host), 0);
}

/* -------------------------------------------------------------------------------------------- bad company */

/*
 * Sends these bytes to a tcp listener, and closes when it has: to close before would have it lose what it hasn't read.
 */
static void throw_at(const char *url, const unsigned char *bytes, size_t size)
{
    int port = atoi(strrchr(url, ':') + 1);
    struct sockaddr_in address
        = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(number, (struct sockaddr *) &address, sizeof address) == 0) {
        ssize_t sent = send(number, bytes, size, MSG_NOSIGNAL);
        (void) sent;
        shutdown(number, SHUT_WR);
        setsockopt(
            number, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){.tv_sec = TIMEOUT_MS / 1000}, sizeof(struct timeval));
        for (char answer[64]; recv(number, answer, sizeof answer, 0) > 0;) { }
    }
    close(number);
}

/* A frame of nanomsg's tcp transport with an SP header and a packet; the handshake is that of an NN_REQ socket. */
static size_t request(unsigned char *at, const unsigned char *packet, size_t size)
{
    static const unsigned char handshake[] = {0, 'S', 'P', 0, 0, 0x30, 0, 0};
    memcpy(at, handshake, sizeof handshake);
    memset(at + 8, 0, 8);
    at[15] = (unsigned char) (size + 4);
    memcpy(at + 16, (unsigned char[]){0x80, 1, 2, 3}, 4);
    memcpy(at + 20, packet, size);
    return 20 + size;
}

static void hostile_bytes_change_nothing(void **state)
{
    (void) state;
    static const unsigned char packets[][16] = {
        {1, 0, 0, 0, 2, 0xc3, 0x28}, /* CREATE_REQUEST whose size is wrong */
        {2, 0, 0, 0, 1, 1},          /* CREATE_REPLY as a request */
        {3, 0xff, 0xff, 0xff, 0xff}, /* a size of 4 GiB */
        {4, 0, 0, 0, 0},             /* MESSAGE_PUBLISH, here perhaps to a host */
        {0},
        {6, 0, 0, 0, 0},
        {3, 0, 0, 0, 0},
    };
    use_tcp();
    configure("\"echo\"", "", "", "");
    start_host();
    start_gateway();
    process_await(&gateway, "created");
    for (int round = 0; round < 50; round++) {
        unsigned char bytes[256];
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = (unsigned char) rand();
        }
        throw_at(listen_url, bytes, sizeof bytes);
        throw_at(remote_url, bytes, sizeof bytes);
        for (unsigned i = 0; i < sizeof packets / sizeof packets[0]; i++) {
            size_t size = request(bytes, packets[i], 5 + (size_t) (rand() % 4));
            throw_at(listen_url, bytes, size);
            throw_at(remote_url, bytes, size);
        }
    }
    process_tell(&gateway, "send 1000 10");
    process_tell(&gateway, "expect 1000 %d", TIMEOUT_MS);
    check_published("published 1000 in order");
    process_await_log(&host, "refused");
    stop_both();
}

/* Each rule, and that it came to its end. */
#define RULE(name)                                                                                                     \
    static void rule_##name(void **state)                                                                              \
    {                                                                                                                  \
        name(state);                                                                                                   \
        passed = true;                                                                                                 \
    }
RULE(an_echo_over_ipc_loses_nothing)
RULE(an_echo_over_tcp_loses_nothing)
RULE(the_gateway_calls_the_module_in_order)
RULE(messages_pass_unchanged)
RULE(several_threads_publish)
RULE(the_message_functions_come_from_the_gateways_library_if_it_is_named)
RULE(the_largest_message_passes_and_a_larger_one_is_refused)
RULE(a_slow_broker_slows_the_module_down)
RULE(a_module_that_cannot_be_created)
RULE(fork_runs_the_host_and_ends_it)
RULE(a_forked_host_that_ends_before_it_listens)
RULE(signals_end_a_host)
RULE(a_module_that_hangs_is_cut_off)
RULE(a_module_has_the_grace_period_to_come_to_its_end)
RULE(a_launched_host_works_on_after_sigterm_until_it_is_destroyed)
RULE(a_launched_host_ends_in_order_when_its_gateway_does_nothing)
RULE(what_a_module_starts_is_as_any_other_process)
RULE(a_status_stream_that_is_none_is_told)
RULE(closed_descriptors_are_nobody_elses)
RULE(a_host_without_a_gateway_ends)
RULE(an_address_that_is_taken)
RULE(a_wrong_configuration_is_told_at_once_and_whole)
RULE(a_proxy_tells_what_is_wrong_with_its_args)
RULE(hosts_are_killed_and_the_sums_agree)
RULE(gateways_are_killed_and_the_sums_agree)
RULE(a_gateway_starts_over_while_the_module_publishes)
RULE(a_stopped_host_is_missed_and_goes_on)
RULE(what_is_late_of_a_gateway_that_another_one_has_followed_changes_nothing)
RULE(hostile_bytes_change_nothing)

int main(void)
{
    srand((unsigned) time(NULL));
    signal(SIGPIPE, SIG_IGN);
    cmocka_set_test_filter(getenv("OUTRIGGER_TEST_FILTER"));
#define TEST(name)                                                                                                     \
    {                                                                                                                  \
#name, rule_##name, set_up, tear_down, NULL                                                                    \
    }
    const struct CMUnitTest tests[] = {
        TEST(an_echo_over_ipc_loses_nothing),
        TEST(an_echo_over_tcp_loses_nothing),
        TEST(the_gateway_calls_the_module_in_order),
        TEST(messages_pass_unchanged),
        TEST(several_threads_publish),
        TEST(the_message_functions_come_from_the_gateways_library_if_it_is_named),
        TEST(the_largest_message_passes_and_a_larger_one_is_refused),
        TEST(a_slow_broker_slows_the_module_down),
        TEST(a_module_that_cannot_be_created),
        TEST(fork_runs_the_host_and_ends_it),
        TEST(a_forked_host_that_ends_before_it_listens),
        TEST(signals_end_a_host),
        TEST(a_module_that_hangs_is_cut_off),
        TEST(a_module_has_the_grace_period_to_come_to_its_end),
        TEST(a_launched_host_works_on_after_sigterm_until_it_is_destroyed),
        TEST(a_launched_host_ends_in_order_when_its_gateway_does_nothing),
        TEST(what_a_module_starts_is_as_any_other_process),
        TEST(a_status_stream_that_is_none_is_told),
        TEST(closed_descriptors_are_nobody_elses),
        TEST(a_host_without_a_gateway_ends),
        TEST(an_address_that_is_taken),
        TEST(a_wrong_configuration_is_told_at_once_and_whole),
        TEST(a_proxy_tells_what_is_wrong_with_its_args),
        TEST(hosts_are_killed_and_the_sums_agree),
        TEST(gateways_are_killed_and_the_sums_agree),
        TEST(a_gateway_starts_over_while_the_module_publishes),
        TEST(a_stopped_host_is_missed_and_goes_on),
        TEST(what_is_late_of_a_gateway_that_another_one_has_followed_changes_nothing),
        TEST(hostile_bytes_change_nothing),
    };
    return cmocka_run_group_tests_name("host and proxy, as processes", tests, NULL, NULL);
}
