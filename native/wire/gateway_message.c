#include "gateway_message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_BYTE = 0xa1,
    SECOND_BYTE = 0x60,
    OFFSET_TOTAL = 2,
    OFFSET_COUNT = 6,
    OFFSET_PROPERTIES = 10,
    SIZE_BYTES = 4,
    MIN_PROPERTY_BYTES = 2,
    /* Below this the pairs are compared with each other; above, they are sorted first. */
    FEW_PROPERTIES = 16
};

/* Takes a text and its NUL from the front. */
static bool take_text(struct og_bytes *rest, struct og_bytes *text)
{
    const uint8_t *end = rest->size == 0 ? NULL : memchr(rest->data, 0, rest->size);
    if (end == NULL) {
        return false;
    }
    *text = (struct og_bytes){rest->data, (size_t) (end - rest->data)};
    rest->data = end + 1;
    rest->size -= text->size + 1;
    return true;
}

int og_gateway_message_next(struct og_bytes *rest, struct og_message_property *property)
{
    return take_text(rest, &property->key) && take_text(rest, &property->value);
}

static int compare_texts(const void *one, const void *other)
{
    /* Both end with a NUL. */
    return strcmp(*(const char *const *) one, *(const char *const *) other);
}

static const char *const REPEATED = "a property key repeats";

static const char *find_repeated_among_few(struct og_bytes rest)
{
    struct og_message_property one;
    while (og_gateway_message_next(&rest, &one)) {
        struct og_bytes others = rest;
        struct og_message_property other;
        while (og_gateway_message_next(&others, &other)) {
            if (strcmp((const char *) one.key.data, (const char *) other.key.data) == 0) {
                return REPEATED;
            }
        }
    }
    return NULL;
}

static const char *find_repeated_among_many(struct og_bytes rest, uint32_t count)
{
    const char **keys = calloc(count, sizeof *keys);
    if (keys == NULL) {
        return "there is no memory for its property keys";
    }
    struct og_message_property property;
    for (uint32_t i = 0; i < count && og_gateway_message_next(&rest, &property); i++) {
        keys[i] = (const char *) property.key.data;
    }
    qsort(keys, count, sizeof *keys, compare_texts);
    const char *problem = NULL;
    for (uint32_t i = 1; i < count && problem == NULL; i++) {
        problem = strcmp(keys[i - 1], keys[i]) == 0 ? REPEATED : NULL;
    }
    free(keys);
    return problem;
}

static const char *read_properties(struct og_bytes *rest, struct og_gateway_message *message)
{
    const uint8_t *begin = rest->data;
    struct og_message_property property;
    for (uint32_t i = 0; i < message->property_count; i++) {
        if (!og_gateway_message_next(rest, &property)) {
            return "a property runs past its end";
        }
    }
    message->properties = (struct og_bytes){begin, (size_t) (rest->data - begin)};
    return message->property_count <= FEW_PROPERTIES
        ? find_repeated_among_few(message->properties)
        : find_repeated_among_many(message->properties, message->property_count);
}

const char *og_gateway_message_read(struct og_bytes from, struct og_gateway_message *message)
{
    if (from.size < OG_GATEWAY_MESSAGE_MIN_BYTES) {
        return "it is shorter than 14 bytes";
    }
    if (from.data[0] != FIRST_BYTE || from.data[1] != SECOND_BYTE) {
        return "it doesn't begin with A1 60";
    }
    if (og_get_u32(from.data + OFFSET_TOTAL) != from.size) {
        return "its total size isn't the number of bytes there";
    }
    message->property_count = og_get_u32(from.data + OFFSET_COUNT);
    struct og_bytes rest = {from.data + OFFSET_PROPERTIES, from.size - OFFSET_PROPERTIES};
    if (message->property_count > rest.size / MIN_PROPERTY_BYTES) {
        return "its number of properties is negative, or more than its bytes can hold";
    }
    const char *problem = read_properties(&rest, message);
    if (problem != NULL) {
        return problem;
    }
    if (rest.size < SIZE_BYTES || og_get_u32(rest.data) != rest.size - SIZE_BYTES) {
        return "the size of its content isn't the number of bytes left";
    }
    message->content = (struct og_bytes){rest.data + SIZE_BYTES, rest.size - SIZE_BYTES};
    return NULL;
}
