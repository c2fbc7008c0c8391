/* What a configuration is told to say, and what it says of what is wrong. */
#include "check.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/configuration.h"
#include "base/endpoint_url.h"
#include "base/nearest.h"
#include "reqrep/reqrep_settings.h"

static struct og_problems problems;

static int forget(void **state)
{
    (void) state;
    og_problems_free(&problems);
    return 0;
}

static struct og_configuration *parse(const char *text)
{
    return og_configuration_parse("f.json", text, &problems);
}

static void assert_problems(const char *expected)
{
    assert_string_equal(problems.text.value == NULL ? "" : problems.text.value, expected);
}

static void values_are_read(void **state)
{
    (void) state;
    static const char *const words[] = {"none", "fork"};
    struct og_configuration *c
        = parse("{\"name\": \"x\", \"n\": 5, \"word\": \"fork\", \"in\": {\"er\": \"y\"}, \"no\": null}");
    assert_string_equal(og_configuration_text(c, "name"), "x");
    assert_int_equal(og_configuration_number(c, "n", 1, 0, 10), 5);
    assert_int_equal(og_configuration_number(c, "absent", 7, 0, 10), 7);
    assert_int_equal(og_configuration_choice(c, "word", words, 2), 1);
    assert_null(og_configuration_text(c, "no"));
    struct og_configuration *inner = og_configuration_required_object(c, "in");
    assert_string_equal(og_configuration_required_text(inner, "er"), "y");
    og_configuration_reject_unknown_keys(inner);
    og_configuration_reject_unknown_keys(c);
    assert_problems("");
    og_configuration_free(c);
}

static void all_problems_come_at_once_each_with_its_place(void **state)
{
    (void) state;
    static const char *const words[] = {"none", "fork"};
    struct og_configuration *c
        = parse("{\"name\": 1,\n \"nr\": 2, \"word\": \"spoon\",\n\t\"n\": 11, \"in\": {\"a\": []}}");
    og_configuration_text(c, "name");
    og_configuration_number(c, "n", 1, 0, 10);
    og_configuration_choice(c, "word", words, 2);
    og_configuration_required_text(og_configuration_required_object(c, "in"), "a");
    og_configuration_required_text(c, "missing");
    og_configuration_reject_unknown_keys(c);
    assert_problems("f.json:1:10: $.name: here is a number; a text is needed\n"
                    "f.json:3:7: $.n: here is 11; a whole number from 0 to 10 is needed\n"
                    "f.json:2:19: $.word: here is 'spoon'; one of 'none', 'fork' is needed\n"
                    "f.json:3:23: $.in.a: here is a list; a text is needed\n"
                    "f.json:1:1: $: the key 'missing' is missing: a text is needed\n"
                    "f.json:2:2: $.nr: unknown key 'nr': known are 'name', 'n', 'word', 'in', 'missing'");
    og_configuration_free(c);
}

static void an_unknown_key_gets_the_nearest_known_one(void **state)
{
    (void) state;
    struct og_configuration *c = parse("{\"lisetn.url\": 1}");
    og_configuration_know(c, "listen.url");
    og_configuration_know(c, "remote.url");
    og_configuration_reject_unknown_keys(c);
    assert_problems("f.json:1:2: $['lisetn.url']: unknown key 'lisetn.url': did you mean 'listen.url'?");
    og_configuration_free(c);
    assert_int_equal(og_nearest_distance("kitten", "sitting"), 3);
    assert_int_equal(og_nearest_distance("ab", "BA"), 1);
}

static void malformed_text_is_told_with_its_place(void **state)
{
    (void) state;
    static const char *const texts[]
        = {"", "{", "{\"a\": 1,}", "{\"a\": 1, \"a\": 2}", "{\"a\": \"\\x\"}", "{\"a\": \"\xff\"}", "{} {}", "nul"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct og_configuration *c = parse(texts[i]);
        CHECK(problems.text.size > 0 && strncmp(problems.text.value, "f.json:1:", 9) == 0, "%s: %s", texts[i],
            problems.text.value);
        og_configuration_required_text(c, "adds.no.more");
        assert_null(strchr(problems.text.value, '\n'));
        og_configuration_free(c);
        forget(state);
    }
}

static void json_is_passed_on_as_it_is_written(void **state)
{
    (void) state;
    struct og_configuration *c
        = parse("{ \"before\": [ \"}\" ],\n \"any\" : { \"n\" : 1.10, \"big\": 123456789012345678901234567890,\n"
                " \"t\": \"a \\\" b\" , \"l\": [ ] } , \"none\": null }");
    char *json = og_configuration_json(c, "any");
    assert_string_equal(json, "{\"n\":1.10,\"big\":123456789012345678901234567890,\"t\":\"a \\\" b\",\"l\":[]}");
    free(json);
    json = og_configuration_json(c, "none");
    assert_string_equal(json, "null");
    free(json);
    assert_null(og_configuration_json(c, "absent"));
    assert_problems("");
    og_configuration_free(c);
}

static void a_key_is_found_however_it_is_written(void **state)
{
    (void) state;
    static const char *const keys[][2] = {{"\\u0061b", "ab"}, {"\\u00e9\\u20AC", "é€"}, {"\\ud83d\\ude00", "😀"},
        {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"}, {"é", "é"}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"a\": 1, \"%sx\": 2, \"%s\": 3}", keys[i][0], keys[i][0]);
        struct og_configuration *c = parse(text);
        char *json = og_configuration_json(c, keys[i][1]);
        CHECK(json != NULL && strcmp(json, "3") == 0, "%s: %s", text, json);
        free(json);
        og_configuration_free(c);
    }
    assert_problems("");
}

static void the_keys_of_a_session_and_their_defaults(void **state)
{
    (void) state;
    struct og_configuration *c = parse("{\"listen.url\":\"ipc:///a\",\"remote.url\":\"tcp://h:1\"}");
    struct og_reqrep_settings settings = og_reqrep_settings_read(c, OG_WINDOW_HOST);
    og_configuration_reject_unknown_keys(c);
    assert_problems("");
    assert_string_equal(settings.listen_url, "ipc:///a");
    assert_int_equal(settings.max_message_bytes, 16777216);
    assert_int_equal(settings.window_messages, 1024);
    assert_int_equal(settings.window_bytes, 1048576);
    assert_int_equal(settings.acknowledge_ms, 1000);
    assert_true(settings.missed_deadlines == UINT_MAX);
    assert_int_equal(settings.absence_ms, 30000);
    settings = og_reqrep_settings_read(c, OG_WINDOW_GATEWAY);
    assert_int_equal(settings.missed_deadlines, 3);
    assert_int_equal(settings.absence_ms, 5000);
    og_configuration_free(c);
}

static void addresses_that_nanomsg_would_choke_on(void **state)
{
    (void) state;
    char problem[512];
    char longest[128] = "ipc://";
    memset(longest + 6, 'x', 107);
    assert_true(og_endpoint_url_check(longest, problem, sizeof problem));
    longest[6 + 107] = 'x';
    assert_false(og_endpoint_url_check(longest, problem, sizeof problem));
    assert_non_null(strstr(problem, "has 108 bytes, and a Unix socket takes 107"));
    static const char *const right[] = {"tcp://127.0.0.1:5555", "tcp://[::1]:1", "ws://h:80/path", "ipc://x"};
    static const char *const wrong[] = {"tcp://::1:5555", "tcp://[::1:5555", "tcp://[h]:1", "tcp://[1:2]:1",
        "tcp://[fe80::1]:1", "tcp://[fe80::1%eth0]:1", "tcp://lo;h:1", "tcp://h:1/path", "ws://h:1/a:b", "", "x",
        "http://h:1", "ipc://", "tcp://h", "tcp://:1", "tcp://h:", "tcp://h:0", "tcp://h:65536", "tcp://h:1x",
        "tcp://h:123456", "inproc://x", "ws://h/path"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        CHECK(og_endpoint_url_check(right[i], problem, sizeof problem), "%s: %s", right[i], problem);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CHECK(!og_endpoint_url_check(wrong[i], problem, sizeof problem), "%s", wrong[i]);
    }
}

static void what_can_be_listened_at(void **state)
{
    (void) state;
    char problem[512];
    static const char *const right[] = {"tcp://*:1", "tcp://127.0.0.1:1", "ws://[::]:1", "ipc://x"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        CHECK(og_endpoint_url_check_listen(right[i], problem, sizeof problem), "%s: %s", right[i], problem);
    }
    assert_false(og_endpoint_url_check_listen("tcp://localhost:1", problem, sizeof problem));
    assert_non_null(strstr(problem, "has a name"));
    assert_false(og_endpoint_url_check_listen("tcp://lo:1", problem, sizeof problem));
    assert_false(og_endpoint_url_check_listen("ws://127.0.0.1:1/path", problem, sizeof problem));
    assert_false(og_endpoint_url_check_listen("tcp://gateway.example:1", problem, sizeof problem));
    assert_false(og_endpoint_url_check("tcp://*:1", problem, sizeof problem));
    assert_non_null(strstr(problem, "* is for addresses to listen at"));
    assert_false(og_endpoint_url_check_listen("tcp://[h]:1", problem, sizeof problem));
}

static void host_names(void **state)
{
    (void) state;
    char host[128];
    char url[128];
    assert_true(og_endpoint_url_host_name("ws://gateway.example:80/path", host, sizeof host));
    assert_string_equal(host, "gateway.example");
    og_endpoint_url_with_address("ws://gateway.example:80/path", true, "2001:db8::1", url, sizeof url);
    assert_string_equal(url, "ws://[2001:db8::1]:80/path");
    assert_true(og_endpoint_url_is_ipv6(url));
    og_endpoint_url_with_address("tcp://gateway.example:1", false, "192.0.2.1", url, sizeof url);
    assert_string_equal(url, "tcp://192.0.2.1:1");
    assert_false(og_endpoint_url_is_ipv6(url));
    static const char *const without[] = {"ipc://gateway", "tcp://192.0.2.1:1", "tcp://[::1]:1"};
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        CHECK(!og_endpoint_url_host_name(without[i], host, sizeof host), "%s", without[i]);
    }
}

static void a_regular_file_is_never_bound_over(void **state)
{
    (void) state;
    char problem[512];
    assert_false(og_endpoint_url_prepare_bind("ipc:///etc/hostname", problem, sizeof problem));
    assert_non_null(strstr(problem, "a file that isn't a socket"));
    assert_false(og_endpoint_url_prepare_bind("ipc:///no/such/folder/x", problem, sizeof problem));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(values_are_read, forget),
        cmocka_unit_test_teardown(all_problems_come_at_once_each_with_its_place, forget),
        cmocka_unit_test_teardown(an_unknown_key_gets_the_nearest_known_one, forget),
        cmocka_unit_test_teardown(malformed_text_is_told_with_its_place, forget),
        cmocka_unit_test_teardown(json_is_passed_on_as_it_is_written, forget),
        cmocka_unit_test_teardown(a_key_is_found_however_it_is_written, forget),
        cmocka_unit_test_teardown(the_keys_of_a_session_and_their_defaults, forget),
        cmocka_unit_test(addresses_that_nanomsg_would_choke_on),
        cmocka_unit_test(what_can_be_listened_at),
        cmocka_unit_test(host_names),
        cmocka_unit_test(a_regular_file_is_never_bound_over),
    };
    return cmocka_run_group_tests_name("configuration", tests, NULL, NULL);
}
