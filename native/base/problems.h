/* What is wrong with a configuration, a line for each problem: where, and what would do. */
#ifndef OG_PROBLEMS_H
#define OG_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* All zero: there is none. */
struct og_problems {
    struct og_text text;
};

/* A place in JSON text. */
struct og_problem_place {
    const char *name;   /* what the text is called */
    const char *source; /* the whole text */
    size_t offset;      /* in it */
    const char *path;   /* of an object within it, as JSONPath */
    const char *key;    /* the member of the object that it is about; or NULL */
};

void og_problems_add(struct og_problems *problems, const struct og_problem_place *place, const char *what);

/* Adds what a JSON parser has found, with the place that it gives. */
void og_problems_add_malformed(struct og_problems *problems, const char *name, int line, int column, const char *what);

/* Adds what is wrong with a whole file. */
void og_problems_add_file(struct og_problems *problems, const char *name, const char *what);

/* Memory has run out: what is known of the problems isn't all. */
void og_problems_add_no_memory(struct og_problems *problems);

bool og_problems_any(const struct og_problems *problems);

/* The lines without the last newline; lives as long as the problems. "" if there are none. */
const char *og_problems_text(const struct og_problems *problems);

void og_problems_free(struct og_problems *problems);

/* The JSONPath of a member. */
void og_problems_add_key(struct og_text *path, const char *key);

#endif
