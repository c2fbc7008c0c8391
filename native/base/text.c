#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_QUOTE = 60 };

void og_text_add(struct og_text *text, const char *bytes, size_t size)
{
    char *value = text->failed ? NULL : realloc(text->value, text->size + size + 1);
    if (value == NULL) {
        text->failed = true;
        return;
    }
    memcpy(value + text->size, bytes, size);
    text->value = value;
    text->size += size;
    value[text->size] = '\0';
}

void og_text_format(struct og_text *text, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    og_text_add(text, line, strlen(line));
}

void og_text_quote(struct og_text *text, const char *value)
{
    og_text_add(text, "'", 1);
    unsigned characters = 0;
    for (const char *at = value; *at != '\0'; at++) {
        unsigned char byte = (unsigned char) *at;
        if ((byte & 0xc0) != 0x80 && characters++ == LONGEST_QUOTE) {
            og_text_add(text, "…", strlen("…"));
            break;
        }
        if (byte < 0x20 || byte == 0x7f) {
            og_text_format(text, "\\u%04x", byte);
        } else {
            og_text_add(text, at, 1);
        }
    }
    og_text_add(text, "'", 1);
}

char *og_text_take(struct og_text *text)
{
    if (text->failed) {
        free(text->value);
        text->value = NULL;
    }
    return text->value;
}

char *og_text_read_file(const char *path, size_t max_bytes)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return NULL;
    }
    char *bytes = malloc(max_bytes + 1);
    size_t size = bytes == NULL ? 0 : fread(bytes, 1, max_bytes + 1, file);
    int error = ferror(file) ? errno : size > max_bytes ? EFBIG : 0;
    fclose(file);
    if (bytes == NULL || error != 0) {
        free(bytes);
        errno = bytes == NULL ? ENOMEM : error;
        return NULL;
    }
    bytes[size] = '\0';
    if (memchr(bytes, '\0', size) != NULL) {
        free(bytes);
        errno = EILSEQ; /* no text has a NUL */
        return NULL;
    }
    return bytes;
}
