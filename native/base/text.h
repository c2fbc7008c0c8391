/* Text that grows. */
#ifndef OG_TEXT_H
#define OG_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty text. */
struct og_text {
    char *value; /* NULL, or it ends with a NUL; freed with free() */
    size_t size; /* without the NUL */
    bool failed; /* memory ran out: something that was added since is missing */
};

void og_text_add(struct og_text *text, const char *bytes, size_t size);

/* Adds one line at most: 1023 bytes. */
__attribute__((format(printf, 2, 3))) void og_text_format(struct og_text *text, const char *format, ...);

/* In single quotes, shortened to 60 characters, and without control characters that could end or forge a line. */
void og_text_quote(struct og_text *text, const char *value);

/* Gives the whole text, to be freed with free(); NULL if it is empty, or if memory ran out. */
char *og_text_take(struct og_text *text);

/* A file's bytes and a NUL, to be freed with free(); or NULL, and errno says why: EILSEQ if they hold a NUL already. */
char *og_text_read_file(const char *path, size_t max_bytes);

#endif
