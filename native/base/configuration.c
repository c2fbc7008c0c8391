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

struct configuration {
    char *name;
    char *source; /* the whole text */
    char *path;   /* of this object within it, as JSONPath */
    size_t begin;
    json_t *object; /* NULL: it couldn't be read */
    struct problems *problems;
    const char *known[MAX_KEYS];
    size_t known_count;
    struct configuration *inner; /* a list */
    bool is_inner;
};

/* ----------------------------------------------------------------------------------------------- problems */

static void add_key(struct text *path, const char *key)
{
    bool plain = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(key);
    if (plain) {
        text_format(path, ".%s", key);
    } else {
        text_add(path, "[", 1);
        text_quote(path, key);
        text_add(path, "]", 1);
    }
}

static void begin_problem(struct text *problems)
{
    if (problems->size > 0) {
        text_add(problems, "\n", 1);
    }
}

/* With a key, the problem is with that member; the offset is where. */
static void add_problem(struct configuration *configuration, const char *key, size_t offset, const char *what)
{
    struct text *problems = &configuration->problems->text;
    struct json_place place = json_text_place(configuration->source, offset);
    begin_problem(problems);
    text_format(problems, "%s:%u:%u: ", configuration->name, place.line, place.column);
    text_add(problems, configuration->path, strlen(configuration->path));
    if (key != NULL) {
        add_key(problems, key);
    }
    text_format(problems, ": %s", what);
}

static void add_file_problem(struct problems *problems, const char *name, const char *what)
{
    begin_problem(&problems->text);
    text_format(&problems->text, "%s: %s", name, what);
}

void configuration_problem(struct configuration *configuration, const char *key, const char *what)
{
    struct json_member member;
    if (configuration->object == NULL) {
        return;
    }
    if (json_text_member(configuration->source, configuration->begin, key, &member)) {
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

static void wrong(struct configuration *configuration, const char *key, const char *found, const char *wanted)
{
    struct text what = {0};
    text_format(&what, "here is %s; %s is needed", found, wanted);
    configuration_problem(configuration, key, what.value);
    free(what.value);
}

/* ---------------------------------------------------------------------------------------------- beginning */

static struct configuration *new_configuration(
    const char *name, const char *source, const char *path, struct problems *problems)
{
    struct configuration *configuration = calloc(1, sizeof *configuration);
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

struct configuration *configuration_parse(const char *name, const char *text, struct problems *problems)
{
    struct configuration *configuration = new_configuration(name, text, "$", problems);
    json_error_t error;
    /* Numbers as reals: an integer of any size may be meant for a module that isn't ours. */
    json_t *value
        = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);
    configuration->begin = json_text_begin(text, 0);
    if (value == NULL) {
        begin_problem(&problems->text);
        text_format(&problems->text, "%s:%d:%d: %s", name, error.line, error.column, error.text);
    } else if (!json_is_object(value)) {
        struct text what = {0};
        text_format(&what, "here is %s; an object is needed, { … }", description(value));
        add_problem(configuration, NULL, configuration->begin, what.value);
        free(what.value);
        json_decref(value);
    } else {
        configuration->object = value;
    }
    return configuration;
}

struct configuration *configuration_read(const char *path, struct problems *problems)
{
    char *text = text_read_file(path, MAX_FILE_BYTES);
    if (text == NULL) {
        char what[PROBLEM_BYTES];
        snprintf(what, sizeof what, "the file can't be read: %s", strerror(errno));
        add_file_problem(problems, path, what);
        return new_configuration(path, "", "$", problems);
    }
    struct configuration *configuration = configuration_parse(path, text, problems);
    free(text);
    return configuration;
}

void configuration_free(struct configuration *configuration)
{
    while (configuration != NULL) {
        struct configuration *next = configuration->is_inner ? configuration->inner : NULL;
        if (!configuration->is_inner) {
            json_decref(configuration->object);
            configuration_free(configuration->inner);
        }
        free(configuration->name);
        free(configuration->source);
        free(configuration->path);
        free(configuration);
        configuration = next;
    }
}

/* ------------------------------------------------------------------------------------------------- values */

void configuration_know(struct configuration *configuration, const char *key)
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
static json_t *find(struct configuration *configuration, const char *key)
{
    configuration_know(configuration, key);
    json_t *value = json_object_get(configuration->object, key);
    return value == NULL || json_is_null(value) ? NULL : value;
}

static void require(struct configuration *configuration, const char *key, const char *wanted)
{
    if (configuration->object == NULL || find(configuration, key) != NULL) {
        return;
    }
    struct text what = {0};
    text_add(&what, "the key ", strlen("the key "));
    text_quote(&what, key);
    text_format(&what, " is %s: %s is needed", json_object_get(configuration->object, key) == NULL ? "missing" : "null",
        wanted);
    configuration_problem(configuration, key, what.value);
    free(what.value);
}

const char *configuration_text(struct configuration *configuration, const char *key)
{
    json_t *value = find(configuration, key);
    if (value != NULL && !json_is_string(value)) {
        wrong(configuration, key, description(value), "a text");
        return NULL;
    }
    if (value != NULL && strlen(json_string_value(value)) != json_string_length(value)) {
        configuration_problem(configuration, key, "the text holds U+0000: leave it out");
        return NULL;
    }
    return value == NULL ? NULL : json_string_value(value);
}

const char *configuration_required_text(struct configuration *configuration, const char *key)
{
    require(configuration, key, "a text");
    const char *text = configuration_text(configuration, key);
    if (text != NULL && text[strspn(text, " \t\r\n")] == '\0') {
        configuration_problem(configuration, key, "the text is empty");
        return "";
    }
    return text == NULL ? "" : text;
}

static const char *required_url(struct configuration *configuration, const char *key,
    bool (*check)(const char *url, char *problem, size_t problem_size))
{
    const char *url = configuration_required_text(configuration, key);
    char problem[PROBLEM_BYTES];
    if (*url != '\0' && !check(url, problem, sizeof problem)) {
        configuration_problem(configuration, key, problem);
    }
    return url;
}

const char *configuration_required_url(struct configuration *configuration, const char *key)
{
    return required_url(configuration, key, endpoint_url_check);
}

const char *configuration_required_listen_url(struct configuration *configuration, const char *key)
{
    return required_url(configuration, key, endpoint_url_check_listen);
}

int64_t configuration_number(
    struct configuration *configuration, const char *key, int64_t otherwise, int64_t min, int64_t max)
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

unsigned configuration_choice(
    struct configuration *configuration, const char *key, const char *const *words, unsigned count)
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
    struct text wanted = {0};
    struct text found = {0};
    text_format(&wanted, "one of ");
    for (unsigned i = 0; i < count; i++) {
        text_format(&wanted, "%s'%s'", i == 0 ? "" : ", ", words[i]);
    }
    if (json_is_string(value)) {
        text_quote(&found, json_string_value(value));
    }
    wrong(configuration, key, json_is_string(value) ? found.value : description(value), wanted.value);
    free(wanted.value);
    free(found.value);
    return 0;
}

struct configuration *configuration_required_object(struct configuration *configuration, const char *key)
{
    static const char wanted[] = "an object, { … }";
    struct text path = {0};
    struct json_member member;
    require(configuration, key, wanted);
    json_t *value = find(configuration, key);
    text_add(&path, configuration->path, strlen(configuration->path));
    add_key(&path, key);
    struct configuration *inner
        = new_configuration(configuration->name, configuration->source, path.value, configuration->problems);
    free(path.value);
    if (json_is_object(value) && json_text_member(configuration->source, configuration->begin, key, &member)) {
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

char *configuration_json(struct configuration *configuration, const char *key)
{
    struct json_member member;
    configuration_know(configuration, key);
    if (configuration->object == NULL || !json_text_member(configuration->source, configuration->begin, key, &member)) {
        return NULL;
    }
    return json_text_compact(configuration->source, member.value);
}

/* What to say of a key that isn't known: the nearest known one that isn't there, or all known ones. */
static void unknown_key(struct configuration *configuration, const char *key)
{
    const char *candidates[MAX_KEYS];
    size_t count = 0;
    for (size_t i = 0; i < configuration->known_count; i++) {
        if (json_object_get(configuration->object, configuration->known[i]) == NULL) {
            candidates[count++] = configuration->known[i];
        }
    }
    struct text what = {0};
    text_format(&what, "unknown key ");
    text_quote(&what, key);
    const char *nearest = nearest_word(key, candidates, count);
    if (nearest != NULL) {
        text_format(&what, ": did you mean '%s'?", nearest);
    } else {
        text_format(&what, ": known are ");
        for (size_t i = 0; i < configuration->known_count; i++) {
            text_format(&what, "%s'%s'", i == 0 ? "" : ", ", configuration->known[i]);
        }
    }
    struct json_member member = {0};
    json_text_member(configuration->source, configuration->begin, key, &member);
    add_problem(configuration, key, member.key, what.value);
    free(what.value);
}

void configuration_reject_unknown_keys(struct configuration *configuration)
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
