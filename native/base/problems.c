#include "problems.h"

#include <stdlib.h>
#include <string.h>

#include "json_text.h"

void og_problems_add_key(struct og_text *path, const char *key)
{
    bool plain = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(key);
    if (plain) {
        og_text_format(path, ".%s", key);
    } else {
        og_text_add(path, "[", 1);
        og_text_quote(path, key);
        og_text_add(path, "]", 1);
    }
}

static void begin_line(struct og_text *text)
{
    if (text->size > 0) {
        og_text_add(text, "\n", 1);
    }
}

void og_problems_add(struct og_problems *problems, const struct og_problem_place *place, const char *what)
{
    struct og_text *text = &problems->text;
    struct og_json_place at = og_json_text_place(place->source, place->offset);
    begin_line(text);
    og_text_format(text, "%s:%u:%u: ", place->name, at.line, at.column);
    og_text_add(text, place->path, strlen(place->path));
    if (place->key != NULL) {
        og_problems_add_key(text, place->key);
    }
    og_text_format(text, ": %s", what);
}

void og_problems_add_malformed(struct og_problems *problems, const char *name, int line, int column, const char *what)
{
    begin_line(&problems->text);
    og_text_format(&problems->text, "%s:%d:%d: %s", name, line, column, what);
}

void og_problems_add_file(struct og_problems *problems, const char *name, const char *what)
{
    begin_line(&problems->text);
    og_text_format(&problems->text, "%s: %s", name, what);
}

void og_problems_add_no_memory(struct og_problems *problems)
{
    problems->text.failed = true;
}

bool og_problems_any(const struct og_problems *problems)
{
    return problems->text.failed || problems->text.size > 0;
}

const char *og_problems_text(const struct og_problems *problems)
{
    if (problems->text.failed) {
        return "there is no memory left to read it";
    }
    return problems->text.value == NULL ? "" : problems->text.value;
}

void og_problems_free(struct og_problems *problems)
{
    free(problems->text.value);
    *problems = (struct og_problems){0};
}
