/*
 * Memory that runs out in what is loaded into a gateway's process: each allocation of it fails once, and from each one
 * on all fail. Nothing of it ends the process, leaks, waits without an end, or goes on as if nothing had happened.
 *
 * The code under test has the functions below in place of malloc and its like: the Makefile sees to that. libnanomsg
 * has the real ones, since it ends the process without memory; the gateway's messages have, too.
 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "gateway_module.h"
#include "host_configuration.h"
#include "proxy_configuration.h"
#include "reqrep/gateway_session.h"
#include "reqrep/host_session.h"
#include "reqrep/sender.h"

enum { TIMEOUT_MS = 20000, SHORT_MS = 500, TEST_SECONDS = 400, MOST_ALLOCATIONS = 1000 };

/* ------------------------------------------------------------------------------------- memory that runs out */

enum mode { ONCE, FROM_THEN_ON };

static struct {
    atomic_long armed; /* the number of the allocation that fails; 0: none */
    enum mode mode;
    atomic_long count;
    atomic_long failed;
} allocations;

static bool fails(void)
{
    long armed = allocations.armed;
    if (armed == 0) {
        return false;
    }
    long number = ++allocations.count;
    bool failing = allocations.mode == ONCE ? number == armed : number >= armed;
    if (failing) {
        allocations.failed++;
        errno = ENOMEM;
    }
    return failing;
}

void *failing_malloc(size_t size);
void *failing_calloc(size_t count, size_t size);
void *failing_realloc(void *memory, size_t size);
char *failing_strdup(const char *text);
char *failing_strndup(const char *text, size_t size);

void *failing_malloc(size_t size)
{
    return fails() ? NULL : malloc(size);
}

void *failing_calloc(size_t count, size_t size)
{
    return fails() ? NULL : calloc(count, size);
}

void *failing_realloc(void *memory, size_t size)
{
    return fails() ? NULL : realloc(memory, size);
}

char *failing_strdup(const char *text)
{
    return fails() ? NULL : strdup(text);
}

char *failing_strndup(const char *text, size_t size)
{
    return fails() ? NULL : strndup(text, size);
}

static void fail_at(long number, enum mode mode)
{
    allocations.mode = mode;
    allocations.count = 0;
    allocations.failed = 0;
    allocations.armed = number;
}

/* Runs it with the first allocation failing, the second, and so on until it ends without having met one that fails. */
static void with_each_failure(void (*step)(void), enum mode mode, long at_least)
{
    long number = 0;
    do {
        fail_at(++number, mode);
        step();
        allocations.armed = 0;
    } while (allocations.failed > 0 && number < MOST_ALLOCATIONS);
    CHECK(number > at_least && number < MOST_ALLOCATIONS, "%ld allocations", number - 1);
}

/* -------------------------------------------------------------------------------------------- the surroundings */

static char directory[64];
static int real_output[2];
static bool passed;

static const char *path(const char *name)
{
    static char text[4][128];
    static unsigned next;
    char *at = text[next++ % 4];
    snprintf(at, sizeof text[0], "%s/%s", directory, name);
    return at;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path(name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* What was printed so far: by this process and the hosts that it runs. */
static const char *output(void)
{
    static char text[1 << 16];
    fflush(stdout);
    FILE *file = fopen(path("output"), "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void print_to(int standard, int standard_error)
{
    fflush(stdout);
    dup2(standard, STDOUT_FILENO);
    dup2(standard_error, STDERR_FILENO);
}

static int set_up(void **state)
{
    (void) state;
    alarm(TEST_SECONDS);
    passed = false;
    strcpy(directory, "/tmp/outrigger-XXXXXX");
    if (mkdtemp(directory) == NULL) {
        return -1;
    }
    real_output[0] = dup(STDOUT_FILENO);
    real_output[1] = dup(STDERR_FILENO);
    int file = open(path("output"), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    print_to(file, file);
    close(file);
    return 0;
}

static int tear_down(void **state)
{
    (void) state;
    char command[128];
    allocations.armed = 0;
    print_to(real_output[0], real_output[1]);
    close(real_output[0]);
    close(real_output[1]);
    if (!passed) {
        printf("%s\n", output());
    }
    snprintf(command, sizeof command, "rm -rf %s", directory);
    return system(command);
}

/* A message with the property n, 1. */
static const uint8_t MESSAGE[] = {0xa1, 0x60, 0, 0, 0, 18, 0, 0, 0, 1, 'n', 0, '1', 0, 0, 0, 0, 0};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    long count;
} published = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void note_published(void)
{
    pthread_mutex_lock(&published.mutex);
    published.count++;
    pthread_cond_broadcast(&published.changed);
    pthread_mutex_unlock(&published.mutex);
}

static void forget_published(void)
{
    pthread_mutex_lock(&published.mutex);
    published.count = 0;
    pthread_mutex_unlock(&published.mutex);
}

/* Waits for one message, but not long if 'gives_up' and an allocation has failed, on which it may depend. */
static bool await_published(bool gives_up)
{
    int64_t since = og_clock_ms();
    pthread_mutex_lock(&published.mutex);
    while (
        published.count == 0 && og_clock_ms() - since < (gives_up && allocations.failed > 0 ? SHORT_MS : TIMEOUT_MS)) {
        og_clock_condition_wait(&published.changed, &published.mutex, og_clock_ms() + SHORT_MS / 10);
    }
    bool came = published.count > 0;
    pthread_mutex_unlock(&published.mutex);
    return came;
}

/* -------------------------------------------------------------------------------------------- configurations */

static char args[1024];

/* The args of a proxy that runs a host, which runs the module of this JSON text. */
static void write_configurations(const char *module)
{
    char host[512];
    snprintf(host, sizeof host,
        "{\"listen.url\": \"ipc://%s\", \"remote.url\": \"ipc://%s\", \"module.path\": \"%s\",\n"
        " \"orphan.timeout.ms\": 10000, \"window.messages\": 8}",
        path("host.ipc"), path("gateway.ipc"), OUT "/test_module.so");
    write_file("host.json", host);
    snprintf(args, sizeof args,
        "{\"listen.url\": \"ipc://%s\", \"\\u0072emote.url\": \"ipc://%s\", \"activation.type\": \"fork\",\n"
        " \"fork\": {\"host.path\": \"%s\", \"configuration.path\": \"%s\"}, \"module.configuration\": %s}",
        path("gateway.ipc"), path("host.ipc"), OUT "/outrigger-native-host", path("host.json"), module);
}

static void read_args(const char *text, bool valid)
{
    struct og_problems problems = {0};
    struct og_proxy_configuration configuration;
    og_proxy_configuration_read(&configuration, text, &problems);
    bool wrong = og_problems_any(&problems);
    CHECK(wrong == (!valid || allocations.failed > 0), "allocation %ld failed; the problems: %s", allocations.armed,
        og_problems_text(&problems));
    CHECK(wrong == (*og_problems_text(&problems) != '\0'), "a problem without a text");
    CHECK(wrong || strcmp(configuration.module_configuration, "{\"a\":1.10}") == 0, "the module gets %s",
        configuration.module_configuration);
    og_problems_free(&problems);
    og_proxy_configuration_free(&configuration);
}

static void read_valid_args(void)
{
    read_args(args, true);
}

static void read_invalid_args(void)
{
    read_args(
        "{\"listen.url\": \"tcp://h\", \"activation.type\": \"spoon\", \"unknown\": {\"é\": 1}, \"lisetn.url\": 1,\n"
        " \"create.timeout.ms\": -1, \"window.messages\": \"8\", \"missed.deadlines\": null}",
        false);
    read_args(
        "{\"activation.type\": \"fork\", \"fork\": {\"host.path\": \"/none\", \"configuration.path\": 1, \"x\": 2}}",
        false);
    read_args("[]", false);
    read_args("{", false);
}

static void read_host_file(void)
{
    struct og_problems problems = {0};
    struct og_host_configuration configuration;
    og_host_configuration_read(&configuration, path("host.json"), &problems);
    CHECK(og_problems_any(&problems) == (allocations.failed > 0), "allocation %ld failed; the problems: %s",
        allocations.armed, og_problems_text(&problems));
    og_problems_free(&problems);
    og_host_configuration_free(&configuration);
}

static void a_configuration_that_could_not_be_read_whole_has_a_problem(void **state)
{
    (void) state;
    write_configurations("{ \"a\": 1.10 }");
    for (enum mode mode = ONCE; mode <= FROM_THEN_ON; mode++) {
        with_each_failure(read_valid_args, mode, 40);
        with_each_failure(read_invalid_args, mode, 40);
        with_each_failure(read_host_file, mode, 20);
    }
    passed = true;
}

/* ------------------------------------------------------------------------------- the proxy, as its gateway has it */

static int broker; /* its address is the broker's handle */

int Broker_Publish(BROKER_HANDLE handle, MODULE_HANDLE source, MESSAGE_HANDLE message)
{
    assert_ptr_equal(handle, &broker);
    assert_non_null(source);
    assert_non_null(message);
    note_published();
    return BROKER_OK;
}

static MODULE_HANDLE create(void)
{
    const MODULE_API_1 *api = Module_GetApi(GATEWAY_API_VERSION_1);
    CONFIGURATION_HANDLE configuration = api->ParseConfigurationFromJson(args);
    MODULE_HANDLE module = api->Create(&broker, configuration);
    api->FreeConfiguration(configuration);
    CHECK(module != NULL || allocations.failed > 0, "the module wasn't created");
    return module;
}

static void receive(MODULE_HANDLE module)
{
    MESSAGE_HANDLE message = Message_CreateFromByteArray(MESSAGE, sizeof MESSAGE);
    assert_non_null(message);
    Module_GetApi(GATEWAY_API_VERSION_1)->Receive(module, message);
    Message_Destroy(message);
}

static void live(void)
{
    const MODULE_API_1 *api = Module_GetApi(GATEWAY_API_VERSION_1);
    size_t logged = strlen(output());
    forget_published();
    MODULE_HANDLE module = create();
    if (module == NULL) {
        CHECK(strlen(output()) > logged, "the log doesn't say why there is no module");
        return;
    }
    api->Start(module);
    long failed = allocations.failed;
    receive(module);
    bool sent = failed == allocations.failed;
    CHECK(!sent || await_published(false), "the message didn't come back");
    CHECK(sent || strstr(output(), "no memory for it") != NULL, "the log says nothing of a message that wasn't sent");
    api->Destroy(module);
}

static void a_proxy_works_or_says_why_not(void **state)
{
    (void) state;
    write_configurations("\"echo\"");
    with_each_failure(live, ONCE, 40);
    passed = true;
}

static void create_and_destroy(void)
{
    MODULE_HANDLE module = create();
    if (module != NULL) {
        Module_GetApi(GATEWAY_API_VERSION_1)->Destroy(module);
    }
}

static void a_module_is_not_created_without_memory(void **state)
{
    (void) state;
    write_configurations("\"echo\"");
    with_each_failure(create_and_destroy, FROM_THEN_ON, 40);
    passed = true;
}

static void what_finds_no_memory_is_undelivered(void **state)
{
    (void) state;
    write_configurations("\"echo\"");
    forget_published();
    MODULE_HANDLE module = create();
    assert_non_null(module);
    Module_GetApi(GATEWAY_API_VERSION_1)->Start(module);
    fail_at(1, FROM_THEN_ON);
    receive(module);
    receive(module);
    allocations.armed = 0;
    receive(module);
    assert_true(await_published(false));
    Module_GetApi(GATEWAY_API_VERSION_1)->Destroy(module);
    CHECK(strstr(output(), "outrigger proxy: session: 3 accepted, 1 delivered, 0 in doubt, 2 undelivered, 0 pending")
            != NULL,
        "the counts are others");
    passed = true;
}

static void a_module_is_destroyed_without_memory(void **state)
{
    (void) state;
    /* It publishes all the time: without memory nothing of that is taken. */
    write_configurations("\"source 1000000 1 10 1\"");
    forget_published();
    MODULE_HANDLE module = create();
    assert_non_null(module);
    Module_GetApi(GATEWAY_API_VERSION_1)->Start(module);
    assert_true(await_published(false));
    fail_at(1, FROM_THEN_ON);
    int64_t deadline = og_clock_ms() + TIMEOUT_MS;
    while (allocations.failed == 0 && og_clock_ms() < deadline) {
        usleep(1000);
    }
    CHECK(allocations.failed > 0, "nothing was allocated for what the module publishes");
    Module_GetApi(GATEWAY_API_VERSION_1)->Destroy(module);
    allocations.armed = 0;
    assert_non_null(strstr(output(), "ended with exit status 0"));
    passed = true;
}

/* -------------------------------------------------------------------------------- two sessions in this process */

static struct og_reqrep_settings settings_of(const char *listen, const char *remote)
{
    static char urls[4][160];
    static unsigned next;
    struct og_reqrep_settings settings = {
        .listen_url = urls[next % 4],
        .remote_url = urls[(next + 1) % 4],
        .max_message_bytes = 1024,
        .window_bytes = 1024,
        .window_messages = 4,
        .acknowledge_ms = 100,
        .missed_deadlines = 3,
        .absence_ms = TIMEOUT_MS,
    };
    snprintf(urls[next++ % 4], sizeof urls[0], "ipc://%s", path(listen));
    snprintf(urls[next++ % 4], sizeof urls[0], "ipc://%s", path(remote));
    return settings;
}

static struct og_host_session *host;

static bool create_module(void *owner, const char *configuration)
{
    (void) owner;
    return strcmp(configuration, "\"echo\"") == 0;
}

static void ignore(void *owner)
{
    (void) owner;
}

static const char *publish_back(void *owner, struct og_bytes message)
{
    (void) owner;
    struct og_outgoing *packet = og_outgoing_new(OG_PACKET_MESSAGE_PUBLISH, message.size);
    if (packet == NULL) {
        og_host_session_not_serialized(host, message.size);
        return NULL;
    }
    memcpy(og_outgoing_data(packet), message.data, message.size);
    og_host_session_publish(host, packet);
    return NULL;
}

static void *run_host(void *unused)
{
    (void) unused;
    const struct og_module_handler module
        = {.create = create_module, .start = ignore, .receive = publish_back, .destroy = ignore};
    og_host_session_run(host, &module);
    return NULL;
}

static enum og_published_result take_published(void *owner, struct og_bytes message)
{
    (void) owner;
    assert_int_equal(message.size, sizeof MESSAGE);
    note_published();
    return OG_PUBLISHED_TAKEN;
}

/* When the conversation has begun. */
static int64_t begun;

/* Whether nothing more is waited for: when an allocation has failed, what depends on it may not come. */
static bool is_over(void *owner)
{
    (void) owner;
    return allocations.failed > 0 && og_clock_ms() - begun > SHORT_MS;
}

static void converse(struct og_gateway_session *gateway)
{
    begun = og_clock_ms();
    if (og_gateway_session_await_host(gateway, TIMEOUT_MS) != OG_GATEWAY_SESSION_DONE
        || og_gateway_session_create(gateway, "\"echo\"", TIMEOUT_MS) != OG_GATEWAY_SESSION_DONE) {
        CHECK(allocations.failed > 0, "the module wasn't created");
        return;
    }
    og_gateway_session_start(gateway);
    struct og_outgoing *packet = og_outgoing_new(OG_PACKET_MESSAGE_RECEIVE, sizeof MESSAGE);
    if (packet == NULL) {
        og_gateway_session_not_serialized(gateway, sizeof MESSAGE);
    } else {
        memcpy(og_outgoing_data(packet), MESSAGE, sizeof MESSAGE);
        og_gateway_session_send(gateway, packet);
    }
    bool came = packet != NULL && await_published(true);
    CHECK(came || allocations.failed > 0, "the message didn't come back");
    og_gateway_session_destroy(gateway, SHORT_MS);
}

static void open_and_converse(void)
{
    char problem[256] = "";
    forget_published();
    struct og_reqrep_settings of_host = settings_of("host.ipc", "gateway.ipc");
    struct og_reqrep_settings of_gateway = settings_of("gateway.ipc", "host.ipc");
    const struct og_gateway_session_observer observer = {.published = take_published, .host_has_ended = is_over};
    pthread_t thread;
    host = og_host_session_open(&of_host, problem, sizeof problem);
    struct og_gateway_session *gateway
        = host == NULL ? NULL : og_gateway_session_open(&of_gateway, &observer, problem, sizeof problem);
    CHECK((gateway != NULL) == (*problem == '\0'), "it says: %s", problem);
    if (gateway != NULL) {
        assert_int_equal(pthread_create(&thread, NULL, run_host, NULL), 0);
        converse(gateway);
        og_gateway_session_free(gateway);
        og_host_session_stop(host);
        pthread_join(thread, NULL);
    }
    if (host != NULL) {
        og_host_session_free(host);
    }
    CHECK(access(path("host.ipc"), F_OK) < 0 && access(path("gateway.ipc"), F_OK) < 0, "a socket file is left");
}

static void sessions_end_whatever_is_missing(void **state)
{
    (void) state;
    with_each_failure(open_and_converse, ONCE, 15);
    with_each_failure(open_and_converse, FROM_THEN_ON, 15);
    passed = true;
}

static void open_to_a_name(void)
{
    char problem[256] = "";
    struct og_sender_settings settings = {
        .url = "tcp://localhost:1",
        .identity = og_identity_new(),
        .window = {.side = OG_WINDOW_HOST, .max_messages = 4, .max_bytes = 1024, .timeout = 100, .missed = 3},
    };
    struct og_sender *sender = og_sender_open(&settings, problem, sizeof problem);
    CHECK(
        (sender == NULL) == (*problem != '\0') && (sender == NULL) == (allocations.failed > 0), "it says: %s", problem);
    if (sender != NULL) {
        og_sender_free(sender);
    }
}

static void a_sender_to_a_host_name_opens_or_says_why_not(void **state)
{
    (void) state;
    with_each_failure(open_to_a_name, ONCE, 5);
    with_each_failure(open_to_a_name, FROM_THEN_ON, 5);
    passed = true;
}

int main(void)
{
    og_clock_condition_init(&published.changed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_configuration_that_could_not_be_read_whole_has_a_problem, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_proxy_works_or_says_why_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_module_is_not_created_without_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_finds_no_memory_is_undelivered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_module_is_destroyed_without_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sessions_end_whatever_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sender_to_a_host_name_opens_or_says_why_not, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
