/* Text that grows. */
#ifndef OG_TEXT_H
#define OG_TEXT_H

#include <stddef.h>

/* All zero is an empty text. 'value' is NULL or ends with a NUL, and is freed with free(). */
struct og_text {
    char *value;
    size_t size; /* without the NUL */
};

/* These end the process when there is no memory: they serve the reading of a configuration, where nothing is lost. */
void og_text_add(struct og_text *text, const char *bytes, size_t size);

__attribute__((format(printf, 2, 3))) void og_text_format(struct og_text *text, const char *format, ...);

/* In single quotes, shortened to 60 characters, and without control characters that could end or forge a line. */
void og_text_quote(struct og_text *text, const char *value);

/* A file's bytes and a NUL, to be freed with free(); or NULL, and errno says why: EILSEQ if they hold a NUL already. */
char *og_text_read_file(const char *path, size_t max_bytes);

#endif
