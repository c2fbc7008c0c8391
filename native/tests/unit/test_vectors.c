/* The codecs against the golden bytes that the Java ones are tested with, and what can be made of them. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "reqrep/streams.h"
#include "wire/answer.h"
#include "wire/gateway_message.h"
#include "wire/outgoing.h"
#include "wire/packet.h"
#include "wire/request_id.h"

enum { MAX_BYTES = 4096, RANDOM_ROUNDS = 20000 };

struct buffer {
    uint8_t *data;
    size_t size;
};

static json_t *vectors;

static int load_vectors(void **state)
{
    (void) state;
    json_error_t error;
    vectors = json_load_file(RESOURCES "/wire-vectors.json", 0, &error);
    return vectors == NULL ? -1 : 0;
}

static int free_vectors(void **state)
{
    (void) state;
    json_decref(vectors);
    return 0;
}

/* In memory of exactly that size, so that a sanitizer sees every byte too far. */
static struct buffer bytes_of(const char *hex)
{
    struct buffer buffer = {malloc(strlen(hex) / 2 + (*hex == '\0')), strlen(hex) / 2};
    for (size_t i = 0; i < buffer.size; i++) {
        unsigned byte;
        sscanf(hex + 2 * i, "%2x", &byte);
        buffer.data[i] = (uint8_t) byte;
    }
    return buffer;
}

static struct og_bytes view(struct buffer buffer)
{
    return (struct og_bytes){buffer.data, buffer.size};
}

static const char *text(const json_t *vector, const char *key)
{
    return json_string_value(json_object_get(vector, key));
}

static json_t *group(const char *name, const char *kind)
{
    json_t *list = json_object_get(json_object_get(vectors, name), kind);
    assert_true(json_array_size(list) > 0);
    return list;
}

static void check_text(struct og_bytes found, const json_t *expected)
{
    assert_int_equal(found.size, json_string_length(expected));
    assert_memory_equal(found.data, json_string_value(expected), found.size);
}

static void check_message(const json_t *vector, struct og_bytes bytes)
{
    struct og_gateway_message message;
    const char *problem = og_gateway_message_read(bytes, &message);
    CHECK(problem == NULL, "%s: %s", text(vector, "name"), problem);
    json_t *properties = json_object_get(vector, "properties");
    assert_int_equal(message.property_count, json_array_size(properties));
    struct og_bytes rest = message.properties;
    for (size_t i = 0; i < json_array_size(properties); i++) {
        struct og_message_property property;
        assert_true(og_gateway_message_next(&rest, &property));
        check_text(property.key, json_array_get(json_array_get(properties, i), 0));
        check_text(property.value, json_array_get(json_array_get(properties, i), 1));
    }
    assert_int_equal(rest.size, 0);
    struct buffer content = bytes_of(text(vector, "content_hex"));
    assert_int_equal(message.content.size, content.size);
    assert_memory_equal(message.content.data, content.data, content.size);
    free(content.data);
}

static void valid_messages_are_read(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("gateway_message", "valid"), i, vector)
    {
        struct buffer buffer = bytes_of(text(vector, "hex"));
        check_message(vector, view(buffer));
        free(buffer.data);
    }
}

static void invalid_messages_are_refused(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("gateway_message", "invalid"), i, vector)
    {
        struct og_gateway_message message;
        struct buffer buffer = bytes_of(text(vector, "hex"));
        CHECK(og_gateway_message_read(view(buffer), &message) != NULL, "%s", text(vector, "name"));
        free(buffer.data);
    }
}

static void valid_packets_are_read(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("reqrep", "packets"), i, vector)
    {
        struct og_packet packet;
        struct buffer buffer = bytes_of(text(vector, "hex"));
        const char *problem = og_packet_read(view(buffer), &packet);
        CHECK(problem == NULL, "%s: %s", text(vector, "name"), problem);
        assert_int_equal(packet.type, json_integer_value(json_object_get(vector, "type")));
        free(buffer.data);
    }
}

static void invalid_packets_are_refused(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("reqrep", "invalid"), i, vector)
    {
        struct og_packet packet;
        struct buffer buffer = bytes_of(text(vector, "hex"));
        CHECK(og_packet_read(view(buffer), &packet) != NULL, "%s", text(vector, "name"));
        free(buffer.data);
    }
}

static void packets_are_written_as_the_vectors_have_them(void **state)
{
    (void) state;
    uint8_t reply[OG_CREATE_REPLY_BYTES];
    og_packet_write_create_reply(reply, true);
    assert_memory_equal(reply, ((uint8_t[]){2, 0, 0, 0, 1, 1}), sizeof reply);
    og_packet_write_create_reply(reply, false);
    assert_memory_equal(reply, ((uint8_t[]){2, 0, 0, 0, 1, 0}), sizeof reply);
    uint8_t create[OG_CREATE_REQUEST_HEADER_BYTES];
    og_packet_write_create_request_header(create, 4);
    assert_memory_equal(create, ((uint8_t[]){1, 0, 0, 0, 8, 0, 0, 0, 4}), sizeof create);
    uint8_t destroy[OG_PACKET_HEADER_BYTES];
    og_packet_write_header(destroy, OG_PACKET_DESTROY, 0);
    assert_memory_equal(destroy, ((uint8_t[]){5, 0, 0, 0, 0}), sizeof destroy);
}

static struct buffer golden_bytes(size_t index)
{
    return bytes_of(text(json_array_get(group("reqrep", "on_the_wire"), index), "hex"));
}

static const struct og_identity golden_identity = {UINT64_C(0x0001020304050607), {8, 9, 10, 11, 12, 13, 14, 15}};

static void a_hello_is_written_and_read_as_the_vectors_have_it(void **state)
{
    (void) state;
    uint8_t hello[OG_HELLO_BYTES];
    og_packet_write_hello(hello, &golden_identity);
    size_t i;
    json_t *vector;
    bool written = false;
    json_array_foreach(group("reqrep", "packets"), i, vector)
    {
        struct buffer buffer = bytes_of(text(vector, "hex"));
        struct og_packet packet;
        if (buffer.data[0] == OG_PACKET_HELLO) {
            assert_null(og_packet_read(view(buffer), &packet));
            assert_int_equal(packet.identity, golden_identity.words);
            written |= buffer.size == sizeof hello && memcmp(buffer.data, hello, sizeof hello) == 0;
        }
        free(buffer.data);
    }
    assert_true(written);
}

static void a_request_with_an_identity_has_the_golden_bytes(void **state)
{
    (void) state;
    struct og_outgoing *destroy = og_outgoing_new(OG_PACKET_DESTROY, 0);
    og_outgoing_set_route(destroy, golden_identity.words, 1, 1);
    struct buffer golden = golden_bytes(1);
    assert_int_equal(golden.size, OG_OUTGOING_ROUTE_BYTES + destroy->size);
    assert_memory_equal(destroy->route, golden.data, golden.size);
    free(golden.data);
    free(destroy);
}

/* As a raw NN_REQ socket gives it: the first word as the header, the others with the body. */
static bool reads_as_answer(struct buffer reply, struct og_answer *answer)
{
    struct og_sp_message message = {.id = og_get_u32(reply.data), .body = reply.data + 4, .size = reply.size - 4};
    return og_answer_read(&message, golden_identity.words, answer);
}

static void only_an_answer_to_this_session_is_read(void **state)
{
    (void) state;
    struct og_answer answer;
    struct buffer golden = golden_bytes(2);
    assert_true(reads_as_answer(golden, &answer));
    assert_int_equal(answer.id, 1);
    assert_int_equal(answer.body, OG_ANSWER_EMPTY);
    golden.data[7]++;
    assert_false(reads_as_answer(golden, &answer));
    golden.data[7]--;
    golden.data[12] = 0;
    assert_false(reads_as_answer(golden, &answer));
    golden.data[12] = 0x80;
    for (size_t size = 4; size < golden.size; size++) {
        assert_false(reads_as_answer((struct buffer){golden.data, size}, &answer));
    }
    free(golden.data);
    uint8_t greeting[16 + OG_HELLO_BYTES] = {0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 1, 0x80, 0, 0, 1};
    og_packet_write_hello(greeting + 16, &golden_identity);
    assert_true(reads_as_answer((struct buffer){greeting, sizeof greeting}, &answer));
    assert_int_equal(answer.body, OG_ANSWER_HELLO);
    assert_int_equal(answer.identity, golden_identity.words);
}

/* A raw NN_REP socket puts the connection before it, and ends the header with the first word whose top bit is 1. */
static void whose_packet_it_is(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("reqrep", "routes"), i, vector)
    {
        struct buffer buffer = bytes_of(text(vector, "hex"));
        struct og_route route = {.size = 4, .bytes = {0x12, 0x34, 0x56, 0x78}};
        size_t at = 0;
        for (; (buffer.data[at] & 0x80) == 0; at += 4, route.size += 4) {
            memcpy(route.bytes + route.size, buffer.data + at, 4);
        }
        uint64_t expected = strtoull(text(vector, "identity"), NULL, 16);
        uint64_t found = og_route_identity(&route, og_get_u32(buffer.data + at) & ~OG_REQUEST_ID_FLAG);
        CHECK(found == expected, "%s: %016lx", text(vector, "name"), found);
        const char *create = text(vector, "create");
        found = og_route_identity_of_create(&route);
        CHECK(found == (create == NULL ? expected : strtoull(create, NULL, 16)), "%s: %016lx", text(vector, "name"),
            found);
        free(buffer.data);
    }
}

static void identities_are_drawn_at_random_and_their_top_bits_are_zero(void **state)
{
    (void) state;
    uint64_t before = OG_IDENTITY_NONE;
    uint64_t ones = 0;
    for (int i = 0; i < 1000; i++) {
        struct og_identity identity = og_identity_new();
        assert_true(og_identity_are_words(identity.words));
        assert_int_not_equal(identity.words, before);
        before = identity.words;
        ones |= identity.words;
    }
    assert_int_equal(ones, UINT64_C(0x7fffffff7fffffff));
}

/* Reads bytes as whatever they may be; only a sanitizer sees what could go wrong. */
static bool reads_as_message(struct og_bytes bytes)
{
    struct og_gateway_message message;
    if (og_gateway_message_read(bytes, &message) != NULL) {
        return false;
    }
    struct og_message_property property;
    while (og_gateway_message_next(&message.properties, &property)) { }
    return true;
}

static void every_truncation_is_refused(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("gateway_message", "valid"), i, vector)
    {
        struct buffer buffer = bytes_of(text(vector, "hex"));
        for (size_t size = 0; size < buffer.size; size++) {
            struct buffer cut = {malloc(size + 1), size};
            memcpy(cut.data, buffer.data, size);
            CHECK(!reads_as_message(view(cut)), "%s, cut to %zu bytes", text(vector, "name"), size);
            free(cut.data);
        }
        free(buffer.data);
    }
}

static void every_corrupted_byte_is_survived(void **state)
{
    (void) state;
    size_t i;
    json_t *vector;
    json_array_foreach(group("gateway_message", "valid"), i, vector)
    {
        struct buffer buffer = bytes_of(text(vector, "hex"));
        for (size_t at = 0; at < buffer.size; at++) {
            uint8_t right = buffer.data[at];
            for (int wrong = 0; wrong < 256; wrong++) {
                buffer.data[at] = (uint8_t) wrong;
                bool reads = reads_as_message(view(buffer));
                CHECK(at > 9 || wrong == right || !reads, "%s with byte %zu as %02x", text(vector, "name"), at,
                    (unsigned) wrong);
            }
            buffer.data[at] = right;
        }
        free(buffer.data);
    }
}

static struct buffer random_message(unsigned properties)
{
    struct buffer buffer = {calloc(1, MAX_BYTES), 10};
    buffer.data[0] = 0xa1;
    buffer.data[1] = 0x60;
    og_put_u32(buffer.data + 6, properties);
    for (unsigned i = 0; i < properties; i++) {
        buffer.size += (size_t) sprintf((char *) buffer.data + buffer.size, "key%u%c%d", i, 0, rand()) + 1;
    }
    uint32_t content = (uint32_t) (rand() % 100);
    og_put_u32(buffer.data + buffer.size, content);
    buffer.size += 4 + content;
    og_put_u32(buffer.data + 2, (uint32_t) buffer.size);
    return buffer;
}

static void random_messages_are_read_and_their_repeated_keys_found(void **state)
{
    (void) state;
    unsigned seed = (unsigned) time(NULL);
    print_message("seed %u\n", seed);
    srand(seed);
    for (int round = 0; round < RANDOM_ROUNDS / 20; round++) {
        unsigned properties = (unsigned) rand() % 60;
        struct buffer buffer = random_message(properties);
        assert_true(reads_as_message(view(buffer)));
        if (properties > 1) {
            /* The last key becomes the first. */
            char *last = (char *) buffer.data + 10;
            for (unsigned i = 1; i < properties; i++) {
                last += strlen(last) + 1;
                last += strlen(last) + 1;
            }
            size_t digits = strlen(last) - 3;
            memcpy(last, "key0", 4);
            memmove(
                last + 4, last + 3 + digits, buffer.size - (size_t) (last + 3 + (long) digits - (char *) buffer.data));
            buffer.size -= digits - 1;
            og_put_u32(buffer.data + 2, (uint32_t) buffer.size);
            assert_false(reads_as_message(view(buffer)));
        }
        free(buffer.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_messages_are_read),
        cmocka_unit_test(invalid_messages_are_refused),
        cmocka_unit_test(valid_packets_are_read),
        cmocka_unit_test(invalid_packets_are_refused),
        cmocka_unit_test(packets_are_written_as_the_vectors_have_them),
        cmocka_unit_test(a_hello_is_written_and_read_as_the_vectors_have_it),
        cmocka_unit_test(a_request_with_an_identity_has_the_golden_bytes),
        cmocka_unit_test(only_an_answer_to_this_session_is_read),
        cmocka_unit_test(whose_packet_it_is),
        cmocka_unit_test(identities_are_drawn_at_random_and_their_top_bits_are_zero),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(every_corrupted_byte_is_survived),
        cmocka_unit_test(random_messages_are_read_and_their_repeated_keys_found),
    };
    return cmocka_run_group_tests_name("wire vectors", tests, load_vectors, free_vectors);
}
