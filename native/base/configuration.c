#include "configuration.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "json_memory.h"
#include "json_text.h"
#include "nearest.h"

enum { MAX_KEYS = 32, MAX_FILE_BYTES = 1 << 20, PROBLEM_BYTES = 512 };

struct og_configuration {
    char *name;
    char *source; /* the whole text */
    char *path;   /* of this object within it, as JSONPath */
    size_t begin;
    json_t *object; /* NULL: it couldn't be read */
    struct og_problems *problems;
    const char *known[MAX_KEYS];
    size_t known_count;
    struct og_configuration *inner; /* a list */
    bool is_inner;
};

/* ----------------------------------------------------------------------------------------------- problems */

static void add_problem(struct og_configuration *configuration, const char *key, size_t offset, const char *what)
{
    struct og_problem_place place = {configuration->name, configuration->source, offset, configuration->path, key};
    og_problems_add(configuration->problems, &place, what);
}

void og_configuration_problem(struct og_configuration *configuration, const char *key, const char *what)
{
    struct og_json_member member;
    if (configuration == NULL || configuration->object == NULL) {
        return;
    }
    if (og_json_text_member(configuration->source, configuration->begin, key, &member)) {
        add_problem(configuration, key, member.value, what);
    } else {
        add_problem(configuration, NULL, configuration->begin, what);
    }
}

void og_configuration_problem_text(struct og_configuration *configuration, const char *key, struct og_text *what)
{
    if (configuration != NULL && what->failed) {
        og_problems_add_no_memory(configuration->problems);
    } else {
        og_configuration_problem(configuration, key, what->value);
    }
    free(what->value);
}

static const char *description(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        return "null";
    }
    return "something else";
}

static void wrong(struct og_configuration *configuration, const char *key, const char *found, const char *wanted)
{
    struct og_text what = {0};
    og_text_format(&what, "here is %s; %s is needed", found, wanted);
    og_configuration_problem_text(configuration, key, &what);
}

/* ---------------------------------------------------------------------------------------------- beginning */

/* NULL if there is no memory, which the problems say then. */
static struct og_configuration *new_configuration(
    const char *name, const char *source, const char *path, struct og_problems *problems)
{
    struct og_configuration *configuration = calloc(1, sizeof *configuration);
    if (configuration != NULL) {
        configuration->name = strdup(name);
        configuration->source = strdup(source);
        configuration->path = strdup(path);
        configuration->problems = problems;
    }
    if (configuration == NULL || configuration->name == NULL || configuration->source == NULL
        || configuration->path == NULL) {
        og_configuration_free(configuration);
        og_problems_add_no_memory(problems);
        return NULL;
    }
    return configuration;
}

/* NULL if that isn't JSON, or if there is no memory: the problems say which. */
static json_t *parse(const char *name, const char *text, struct og_problems *problems)
{
    json_error_t error;
    unsigned long failures = og_json_memory_failures();
    /* Numbers as reals: an integer of any size may be meant for a module that isn't ours. */
    json_t *value
        = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);
    if (og_json_memory_failures() != failures) {
        /* Even if it gave a value: where a string grows, it leaves out what it has no memory for. */
        json_decref(value);
        og_problems_add_no_memory(problems);
        return NULL;
    }
    if (value == NULL) {
        og_problems_add_malformed(problems, name, error.line, error.column, error.text);
    }
    return value;
}

struct og_configuration *og_configuration_parse(const char *name, const char *text, struct og_problems *problems)
{
    struct og_configuration *configuration = new_configuration(name, text, "$", problems);
    if (configuration == NULL) {
        return NULL;
    }
    json_t *value = parse(name, text, problems);
    configuration->begin = og_json_text_begin(text, 0);
    if (value != NULL && !json_is_object(value)) {
        char what[PROBLEM_BYTES];
        snprintf(what, sizeof what, "here is %s; an object is needed, { … }", description(value));
        add_problem(configuration, NULL, configuration->begin, what);
        json_decref(value);
        value = NULL;
    }
    configuration->object = value;
    return configuration;
}

struct og_configuration *og_configuration_read(const char *path, struct og_problems *problems)
{
    char *text = og_text_read_file(path, MAX_FILE_BYTES);
    if (text == NULL) {
        char what[PROBLEM_BYTES];
        snprintf(what, sizeof what, "the file can't be read: %s", strerror(errno));
        og_problems_add_file(problems, path, what);
        return new_configuration(path, "", "$", problems);
    }
    struct og_configuration *configuration = og_configuration_parse(path, text, problems);
    free(text);
    return configuration;
}

void og_configuration_free(struct og_configuration *configuration)
{
    while (configuration != NULL) {
        struct og_configuration *next = configuration->is_inner ? configuration->inner : NULL;
        if (!configuration->is_inner) {
            json_decref(configuration->object);
            og_configuration_free(configuration->inner);
        }
        free(configuration->name);
        free(configuration->source);
        free(configuration->path);
        free(configuration);
        configuration = next;
    }
}

/* ------------------------------------------------------------------------------------------------- values */

void og_configuration_know(struct og_configuration *configuration, const char *key)
{
    if (configuration == NULL) {
        return;
    }
    for (size_t i = 0; i < configuration->known_count; i++) {
        if (strcmp(configuration->known[i], key) == 0) {
            return;
        }
    }
    if (configuration->known_count < MAX_KEYS) {
        configuration->known[configuration->known_count++] = key;
    }
}

/* The value of a key, unless it is null. */
static json_t *find(struct og_configuration *configuration, const char *key)
{
    og_configuration_know(configuration, key);
    json_t *value = configuration == NULL ? NULL : json_object_get(configuration->object, key);
    return value == NULL || json_is_null(value) ? NULL : value;
}

static void require(struct og_configuration *configuration, const char *key, const char *wanted)
{
    if (configuration == NULL || configuration->object == NULL || find(configuration, key) != NULL) {
        return;
    }
    struct og_text what = {0};
    og_text_add(&what, "the key ", strlen("the key "));
    og_text_quote(&what, key);
    og_text_format(&what, " is %s: %s is needed",
        json_object_get(configuration->object, key) == NULL ? "missing" : "null", wanted);
    og_configuration_problem_text(configuration, key, &what);
}

const char *og_configuration_text(struct og_configuration *configuration, const char *key)
{
    json_t *value = find(configuration, key);
    if (value != NULL && !json_is_string(value)) {
        wrong(configuration, key, description(value), "a text");
        return NULL;
    }
    if (value != NULL && strlen(json_string_value(value)) != json_string_length(value)) {
        og_configuration_problem(configuration, key, "the text holds U+0000: leave it out");
        return NULL;
    }
    return value == NULL ? NULL : json_string_value(value);
}

const char *og_configuration_required_text(struct og_configuration *configuration, const char *key)
{
    require(configuration, key, "a text");
    const char *text = og_configuration_text(configuration, key);
    if (text != NULL && text[strspn(text, " \t\r\n")] == '\0') {
        og_configuration_problem(configuration, key, "the text is empty");
        return "";
    }
    return text == NULL ? "" : text;
}

int64_t og_configuration_number(
    struct og_configuration *configuration, const char *key, int64_t otherwise, int64_t min, int64_t max)
{
    json_t *value = find(configuration, key);
    if (value == NULL) {
        return otherwise;
    }
    double number = json_number_value(value);
    if (json_is_number(value) && number == floor(number) && number >= (double) min && number <= (double) max) {
        return (int64_t) number;
    }
    char wanted[96];
    snprintf(wanted, sizeof wanted, "a whole number from %" PRId64 " to %" PRId64, min, max);
    char found[64];
    snprintf(found, sizeof found, "%.17g", number);
    wrong(configuration, key, json_is_number(value) ? found : description(value), wanted);
    return otherwise;
}

unsigned og_configuration_choice(
    struct og_configuration *configuration, const char *key, const char *const *words, unsigned count)
{
    const json_t *value = find(configuration, key);
    if (value == NULL) {
        return 0;
    }
    for (unsigned i = 0; i < count && json_is_string(value); i++) {
        if (strcmp(json_string_value(value), words[i]) == 0) {
            return i;
        }
    }
    struct og_text what = {0};
    og_text_format(&what, "here is ");
    if (json_is_string(value)) {
        og_text_quote(&what, json_string_value(value));
    } else {
        og_text_format(&what, "%s", description(value));
    }
    og_text_format(&what, "; one of ");
    for (unsigned i = 0; i < count; i++) {
        og_text_format(&what, "%s'%s'", i == 0 ? "" : ", ", words[i]);
    }
    og_text_format(&what, " is needed");
    og_configuration_problem_text(configuration, key, &what);
    return 0;
}

static struct og_configuration *new_inner(struct og_configuration *configuration, const char *key)
{
    struct og_text path = {0};
    struct og_configuration *inner = NULL;
    og_text_add(&path, configuration->path, strlen(configuration->path));
    og_problems_add_key(&path, key);
    if (path.failed) {
        og_problems_add_no_memory(configuration->problems);
    } else {
        inner = new_configuration(configuration->name, configuration->source, path.value, configuration->problems);
    }
    free(path.value);
    if (inner != NULL) {
        inner->is_inner = true;
        inner->inner = configuration->inner;
        configuration->inner = inner;
    }
    return inner;
}

struct og_configuration *og_configuration_required_object(struct og_configuration *configuration, const char *key)
{
    static const char wanted[] = "an object, { … }";
    struct og_json_member member;
    require(configuration, key, wanted);
    json_t *value = find(configuration, key);
    struct og_configuration *inner = configuration == NULL ? NULL : new_inner(configuration, key);
    if (inner == NULL) {
        return NULL;
    }
    if (json_is_object(value) && og_json_text_member(configuration->source, configuration->begin, key, &member)) {
        inner->object = value;
        inner->begin = member.value;
    } else if (value != NULL) {
        wrong(configuration, key, description(value), wanted);
    }
    return inner;
}

char *og_configuration_json(struct og_configuration *configuration, const char *key)
{
    struct og_json_member member;
    og_configuration_know(configuration, key);
    if (configuration == NULL || configuration->object == NULL
        || !og_json_text_member(configuration->source, configuration->begin, key, &member)) {
        return NULL;
    }
    char *json = og_json_text_compact(configuration->source, member.value);
    if (json == NULL) {
        og_problems_add_no_memory(configuration->problems);
    }
    return json;
}

/* What to say of a key that isn't known: the nearest known one that isn't there, or all known ones. */
static void unknown_key(struct og_configuration *configuration, const char *key)
{
    const char *candidates[MAX_KEYS];
    size_t count = 0;
    for (size_t i = 0; i < configuration->known_count; i++) {
        if (json_object_get(configuration->object, configuration->known[i]) == NULL) {
            candidates[count++] = configuration->known[i];
        }
    }
    struct og_text what = {0};
    og_text_format(&what, "unknown key ");
    og_text_quote(&what, key);
    const char *nearest = og_nearest_word(key, candidates, count);
    if (nearest != NULL) {
        og_text_format(&what, ": did you mean '%s'?", nearest);
    } else {
        og_text_format(&what, ": known are ");
        for (size_t i = 0; i < configuration->known_count; i++) {
            og_text_format(&what, "%s'%s'", i == 0 ? "" : ", ", configuration->known[i]);
        }
    }
    struct og_json_member member = {0};
    og_json_text_member(configuration->source, configuration->begin, key, &member);
    if (what.failed) {
        og_problems_add_no_memory(configuration->problems);
    } else {
        add_problem(configuration, key, member.key, what.value);
    }
    free(what.value);
}

void og_configuration_reject_unknown_keys(struct og_configuration *configuration)
{
    const char *key;
    json_t *value;
    if (configuration == NULL) {
        return;
    }
    json_object_foreach(configuration->object, key, value)
    {
        bool known = false;
        for (size_t i = 0; i < configuration->known_count && !known; i++) {
            known = strcmp(configuration->known[i], key) == 0;
        }
        if (!known) {
            unknown_key(configuration, key);
        }
    }
}
