#include "configuration.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "endpoint_url.h"
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

static void add_key(struct og_text *path, const char *key)
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

static void begin_problem(struct og_text *problems)
{
    if (problems->size > 0) {
        og_text_add(problems, "\n", 1);
    }
}

/* With a key, the problem is with that member; the offset is where. */
static void add_problem(struct og_configuration *configuration, const char *key, size_t offset, const char *what)
{
    struct og_text *problems = &configuration->problems->text;
    struct og_json_place place = og_json_text_place(configuration->source, offset);
    begin_problem(problems);
    og_text_format(problems, "%s:%u:%u: ", configuration->name, place.line, place.column);
    og_text_add(problems, configuration->path, strlen(configuration->path));
    if (key != NULL) {
        add_key(problems, key);
    }
    og_text_format(problems, ": %s", what);
}

static void add_file_problem(struct og_problems *problems, const char *name, const char *what)
{
    begin_problem(&problems->text);
    og_text_format(&problems->text, "%s: %s", name, what);
}

void og_configuration_problem(struct og_configuration *configuration, const char *key, const char *what)
{
    struct og_json_member member;
    if (configuration->object == NULL) {
        return;
    }
    if (og_json_text_member(configuration->source, configuration->begin, key, &member)) {
        add_problem(configuration, key, member.value, what);
    } else {
        add_problem(configuration, NULL, configuration->begin, what);
    }
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
    og_configuration_problem(configuration, key, what.value);
    free(what.value);
}

/* ---------------------------------------------------------------------------------------------- beginning */

static struct og_configuration *new_configuration(
    const char *name, const char *source, const char *path, struct og_problems *problems)
{
    struct og_configuration *configuration = calloc(1, sizeof *configuration);
    if (configuration == NULL) {
        perror("outrigger");
        abort();
    }
    configuration->name = strdup(name);
    configuration->source = strdup(source);
    configuration->path = strdup(path);
    configuration->problems = problems;
    return configuration;
}

struct og_configuration *og_configuration_parse(const char *name, const char *text, struct og_problems *problems)
{
    struct og_configuration *configuration = new_configuration(name, text, "$", problems);
    json_error_t error;
    /* Numbers as reals: an integer of any size may be meant for a module that isn't ours. */
    json_t *value
        = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);
    configuration->begin = og_json_text_begin(text, 0);
    if (value == NULL) {
        begin_problem(&problems->text);
        og_text_format(&problems->text, "%s:%d:%d: %s", name, error.line, error.column, error.text);
    } else if (!json_is_object(value)) {
        struct og_text what = {0};
        og_text_format(&what, "here is %s; an object is needed, { … }", description(value));
        add_problem(configuration, NULL, configuration->begin, what.value);
        free(what.value);
        json_decref(value);
    } else {
        configuration->object = value;
    }
    return configuration;
}

struct og_configuration *og_configuration_read(const char *path, struct og_problems *problems)
{
    char *text = og_text_read_file(path, MAX_FILE_BYTES);
    if (text == NULL) {
        char what[PROBLEM_BYTES];
        snprintf(what, sizeof what, "the file can't be read: %s", strerror(errno));
        add_file_problem(problems, path, what);
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
    json_t *value = json_object_get(configuration->object, key);
    return value == NULL || json_is_null(value) ? NULL : value;
}

static void require(struct og_configuration *configuration, const char *key, const char *wanted)
{
    if (configuration->object == NULL || find(configuration, key) != NULL) {
        return;
    }
    struct og_text what = {0};
    og_text_add(&what, "the key ", strlen("the key "));
    og_text_quote(&what, key);
    og_text_format(&what, " is %s: %s is needed",
        json_object_get(configuration->object, key) == NULL ? "missing" : "null", wanted);
    og_configuration_problem(configuration, key, what.value);
    free(what.value);
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

static const char *required_url(struct og_configuration *configuration, const char *key,
    bool (*check)(const char *url, char *problem, size_t problem_size))
{
    const char *url = og_configuration_required_text(configuration, key);
    char problem[PROBLEM_BYTES];
    if (*url != '\0' && !check(url, problem, sizeof problem)) {
        og_configuration_problem(configuration, key, problem);
    }
    return url;
}

const char *og_configuration_required_url(struct og_configuration *configuration, const char *key)
{
    return required_url(configuration, key, og_endpoint_url_check);
}

const char *og_configuration_required_listen_url(struct og_configuration *configuration, const char *key)
{
    return required_url(configuration, key, og_endpoint_url_check_listen);
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
    struct og_text wanted = {0};
    struct og_text found = {0};
    og_text_format(&wanted, "one of ");
    for (unsigned i = 0; i < count; i++) {
        og_text_format(&wanted, "%s'%s'", i == 0 ? "" : ", ", words[i]);
    }
    if (json_is_string(value)) {
        og_text_quote(&found, json_string_value(value));
    }
    wrong(configuration, key, json_is_string(value) ? found.value : description(value), wanted.value);
    free(wanted.value);
    free(found.value);
    return 0;
}

struct og_configuration *og_configuration_required_object(struct og_configuration *configuration, const char *key)
{
    static const char wanted[] = "an object, { … }";
    struct og_text path = {0};
    struct og_json_member member;
    require(configuration, key, wanted);
    json_t *value = find(configuration, key);
    og_text_add(&path, configuration->path, strlen(configuration->path));
    add_key(&path, key);
    struct og_configuration *inner
        = new_configuration(configuration->name, configuration->source, path.value, configuration->problems);
    free(path.value);
    if (json_is_object(value) && og_json_text_member(configuration->source, configuration->begin, key, &member)) {
        inner->object = value;
        inner->begin = member.value;
    } else if (value != NULL) {
        wrong(configuration, key, description(value), wanted);
    }
    inner->is_inner = true;
    inner->inner = configuration->inner;
    configuration->inner = inner;
    return inner;
}

char *og_configuration_json(struct og_configuration *configuration, const char *key)
{
    struct og_json_member member;
    og_configuration_know(configuration, key);
    if (configuration->object == NULL
        || !og_json_text_member(configuration->source, configuration->begin, key, &member)) {
        return NULL;
    }
    return og_json_text_compact(configuration->source, member.value);
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
    add_problem(configuration, key, member.key, what.value);
    free(what.value);
}

void og_configuration_reject_unknown_keys(struct og_configuration *configuration)
{
    const char *key;
    json_t *value;
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
