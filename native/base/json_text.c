#include "json_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

/* Four hexadecimal digits. */
static uint32_t code_unit(const char *digits)
{
    char text[] = {digits[0], digits[1], digits[2], digits[3], '\0'};
    return (uint32_t) strtoul(text, NULL, 16);
}

/* Writes a character and gives its number of bytes. */
static size_t encode(uint32_t character, char utf8[4])
{
    if (character < 0x80) {
        utf8[0] = (char) character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        utf8[i] = (char) (0x80 | (character & 0x3f));
        character >>= 6;
    }
    utf8[0] = (char) (0xf00 >> size | character);
    return size;
}

/* Reads what a backslash begins and goes behind it. Gives the number of bytes that it stands for. */
static size_t read_escape(const char *text, size_t *at, char utf8[4])
{
    static const char escapes[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char escape = text[*at + 1];
    *at += 2;
    if (escape != 'u') {
        utf8[0] = meanings[strchr(escapes, escape) - escapes];
        return 1;
    }
    uint32_t character = code_unit(text + *at);
    *at += 4;
    if (character >= 0xd800 && character < 0xdc00) {
        character = 0x10000 + ((character - 0xd800) << 10) + (code_unit(text + *at + 2) - 0xdc00);
        *at += 6;
    }
    return encode(character, utf8);
}

/* Whether the JSON string that begins here is this word. */
static bool is_word(const char *text, size_t at, const char *word)
{
    size_t left = strlen(word);
    for (at++; text[at] != '"';) {
        char utf8[4] = {text[at]};
        size_t size = 1;
        if (text[at] == '\\') {
            size = read_escape(text, &at, utf8);
        } else {
            at++;
        }
        if (size > left || memcmp(utf8, word, size) != 0) {
            return false;
        }
        word += size;
        left -= size;
    }
    return left == 0;
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
    return og_text_take(&compact);
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
