/*
 * One JSON object of a configuration.
 *
 * What is wrong is added to the problems, each with its place, and reading goes on with a harmless value, so that all
 * problems come out at once. An object that couldn't be read answers as an empty one and adds no problems of its own.
 * A key whose value is null counts as absent, except for og_configuration_json. Text values live as long as the
 * configuration does.
 *
 * When memory runs out the problems say that, and a configuration may be NULL: all functions take it as an object that
 * couldn't be read.
 */
#ifndef OG_CONFIGURATION_H
#define OG_CONFIGURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problems.h"

struct og_configuration;

/* Reads text that holds one object. The name is what the text is called in errors. */
struct og_configuration *og_configuration_parse(const char *name, const char *text, struct og_problems *problems);

/* Reads a file likewise. */
struct og_configuration *og_configuration_read(const char *path, struct og_problems *problems);

/* Its inner objects end with it. */
void og_configuration_free(struct og_configuration *configuration);

/* The value of a key whose value is a text, or NULL. */
const char *og_configuration_text(struct og_configuration *configuration, const char *key);

/* The same, and it must be there and not be empty; else it is "". */
const char *og_configuration_required_text(struct og_configuration *configuration, const char *key);

/* A whole number from min to max. */
int64_t og_configuration_number(
    struct og_configuration *configuration, const char *key, int64_t otherwise, int64_t min, int64_t max);

/* The index of one of these words; 0 if the key is absent. */
unsigned og_configuration_choice(
    struct og_configuration *configuration, const char *key, const char *const *words, unsigned count);

/* An object that must be there. */
struct og_configuration *og_configuration_required_object(struct og_configuration *configuration, const char *key);

/* Any value as it is written, without the white space between its parts; NULL for an absent key, or if there is no
   memory. Freed with free(). */
char *og_configuration_json(struct og_configuration *configuration, const char *key);

/* Says that the key is known, whatever its value. */
void og_configuration_know(struct og_configuration *configuration, const char *key);

/* Adds a problem with the value of this key that its reader found. */
void og_configuration_problem(struct og_configuration *configuration, const char *key, const char *what);

/* The same with a text that was put together, which this frees. */
void og_configuration_problem_text(struct og_configuration *configuration, const char *key, struct og_text *what);

/* Adds a problem for each key that nobody asked for. To be called once everything was asked for. */
void og_configuration_reject_unknown_keys(struct og_configuration *configuration);

#endif
