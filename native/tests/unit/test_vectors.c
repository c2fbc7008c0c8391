/* The codecs against the golden bytes that the Java ones are tested with, and what can be made of them. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "gateway_message.h"
#include "packet.h"

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

static struct bytes view(struct buffer buffer)
{
    return (struct bytes){buffer.data, buffer.size};
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

static void check_text(struct bytes found, const json_t *expected)
{
    assert_int_equal(found.size, json_string_length(expected));
    assert_memory_equal(found.data, json_string_value(expected), found.size);
}

static void check_message(const json_t *vector, struct bytes bytes)
{
    struct gateway_message message;
    const char *problem = gateway_message_read(bytes, &message);
    CHECK(problem == NULL, "%s: %s", text(vector, "name"), problem);
    json_t *properties = json_object_get(vector, "properties");
    assert_int_equal(message.property_count, json_array_size(properties));
    struct bytes rest = message.properties;
    for (size_t i = 0; i < json_array_size(properties); i++) {
        struct property property;
        assert_true(gateway_message_next(&rest, &property));
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
        struct gateway_message message;
        struct buffer buffer = bytes_of(text(vector, "hex"));
        CHECK(gateway_message_read(view(buffer), &message) != NULL, "%s", text(vector, "name"));
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
        struct packet packet;
        struct buffer buffer = bytes_of(text(vector, "hex"));
        const char *problem = packet_read(view(buffer), &packet);
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
        struct packet packet;
        struct buffer buffer = bytes_of(text(vector, "hex"));
        CHECK(packet_read(view(buffer), &packet) != NULL, "%s", text(vector, "name"));
        free(buffer.data);
    }
}

static void packets_are_written_as_the_vectors_have_them(void **state)
{
    (void) state;
    uint8_t reply[CREATE_REPLY_BYTES];
    packet_write_create_reply(reply, true);
    assert_memory_equal(reply, ((uint8_t[]){2, 0, 0, 0, 1, 1}), sizeof reply);
    packet_write_create_reply(reply, false);
    assert_memory_equal(reply, ((uint8_t[]){2, 0, 0, 0, 1, 0}), sizeof reply);
    uint8_t create[CREATE_REQUEST_HEADER_BYTES];
    packet_write_create_request_header(create, 4);
    assert_memory_equal(create, ((uint8_t[]){1, 0, 0, 0, 8, 0, 0, 0, 4}), sizeof create);
    uint8_t destroy[PACKET_HEADER_BYTES];
    packet_write_header(destroy, PACKET_DESTROY, 0);
    assert_memory_equal(destroy, ((uint8_t[]){5, 0, 0, 0, 0}), sizeof destroy);
}

/* Reads bytes as whatever they may be; only a sanitizer sees what could go wrong. */
static bool reads_as_message(struct bytes bytes)
{
    struct gateway_message message;
    if (gateway_message_read(bytes, &message) != NULL) {
        return false;
    }
    struct property property;
    while (gateway_message_next(&message.properties, &property)) {
    }
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
                CHECK(at > 9 || wrong == right || !reads, "%s with byte %zu as %02x", text(vector, "name"), at, (unsigned) wrong);
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
    put_u32(buffer.data + 6, properties);
    for (unsigned i = 0; i < properties; i++) {
        buffer.size += (size_t) sprintf((char *) buffer.data + buffer.size, "key%u%c%d", i, 0, rand()) + 1;
    }
    uint32_t content = (uint32_t) (rand() % 100);
    put_u32(buffer.data + buffer.size, content);
    buffer.size += 4 + content;
    put_u32(buffer.data + 2, (uint32_t) buffer.size);
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
            memmove(last + 4, last + 3 + digits, buffer.size - (size_t) (last + 3 + (long) digits - (char *) buffer.data));
            buffer.size -= digits - 1;
            put_u32(buffer.data + 2, (uint32_t) buffer.size);
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
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(every_corrupted_byte_is_survived),
        cmocka_unit_test(random_messages_are_read_and_their_repeated_keys_found),
    };
    return cmocka_run_group_tests_name("wire vectors", tests, load_vectors, free_vectors);
}
