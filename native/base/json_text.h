/*
 * Places in JSON text, and parts of it as they are written; the text must be valid JSON already. What a parser makes of
 * a value is not enough where the value goes to somebody else (a number's digits would change), or where an error is to
 * name its place.
 */
#ifndef OG_JSON_TEXT_H
#define OG_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* A member of an object: offsets in the text. */
struct og_json_member {
    size_t key;
    size_t value;
};

struct og_json_place {
    unsigned line, column; /* counted from 1; columns in UTF-16 units, as most editors do */
};

/* Where the value begins that is found at or after this offset. */
size_t og_json_text_begin(const char *text, size_t from);

/* The member with this key of the object that begins at this offset. */
bool og_json_text_member(const char *text, size_t object, const char *key, struct og_json_member *member);

/*
 * The value that begins at this offset without the white space between its parts. To be freed with free(). NULL if
 * there is no memory.
 */
char *og_json_text_compact(const char *text, size_t value);

struct og_json_place og_json_text_place(const char *text, size_t offset);

#endif
