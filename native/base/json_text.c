#include "json_text.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

size_t og_json_text_begin(const char *text, size_t from)
{
    while (is_space(text[from])) {
        from++;
    }
    return from;
}

/* Behind the text that begins here. */
static size_t end_of_string(const char *text, size_t at)
{
    for (at++; text[at] != '"'; at++) {
        at += text[at] == '\\';
    }
    return at + 1;
}

/* Behind the value that begins here. */
static size_t end_of_value(const char *text, size_t at)
{
    unsigned depth = 0;
    if (text[at] != '"' && text[at] != '{' && text[at] != '[') {
        return at + strcspn(text + at, ",]} \t\r\n");
    }
    do {
        if (text[at] == '"') {
            at = end_of_string(text, at);
            continue;
        }
        depth += text[at] == '{' || text[at] == '[';
        depth -= text[at] == '}' || text[at] == ']';
        at++;
    } while (depth > 0);
    return at;
}

/* Whether the JSON string that begins here is this word. */
static bool is_word(const char *text, size_t at, const char *word)
{
    json_t *value = json_loadb(text + at, end_of_string(text, at) - at, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    bool same
        = value != NULL && json_string_length(value) == strlen(word) && strcmp(json_string_value(value), word) == 0;
    json_decref(value);
    return same;
}

bool og_json_text_member(const char *text, size_t object, const char *key, struct og_json_member *member)
{
    size_t at = og_json_text_begin(text, object + 1);
    while (text[at] == '"') {
        member->key = at;
        size_t colon = og_json_text_begin(text, end_of_string(text, at));
        member->value = og_json_text_begin(text, colon + 1);
        if (is_word(text, member->key, key)) {
            return true;
        }
        size_t comma = og_json_text_begin(text, end_of_value(text, member->value));
        at = text[comma] == ',' ? og_json_text_begin(text, comma + 1) : comma;
    }
    return false;
}

char *og_json_text_compact(const char *text, size_t value)
{
    struct og_text compact = {0};
    size_t end = end_of_value(text, value);
    for (size_t at = value; at < end;) {
        size_t next = text[at] == '"' ? end_of_string(text, at) : at + 1;
        if (!is_space(text[at])) {
            og_text_add(&compact, text + at, next - at);
        }
        at = next;
    }
    return compact.value;
}

struct og_json_place og_json_text_place(const char *text, size_t offset)
{
    struct og_json_place place = {1, 1};
    for (size_t i = 0; i < offset; i++) {
        unsigned char byte = (unsigned char) text[i];
        if (byte == '\n') {
            place.line++;
            place.column = 1;
        } else if ((byte & 0xc0) != 0x80) {
            place.column += byte >= 0xf0 ? 2 : 1;
        }
    }
    return place;
}
