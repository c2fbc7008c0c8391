/* Finds what the user probably meant. */
#ifndef OG_NEAREST_H
#define OG_NEAREST_H

#include <stddef.h>

/* The least number of letters to insert, delete or replace, or of neighbours to swap, that make one word of the
   other (the optimal string alignment distance). Case doesn't count; of long words only the first 63 bytes do. */
unsigned og_nearest_distance(const char *one, const char *other);

/* The one of these words that is like it, or NULL if none is. */
const char *og_nearest_word(const char *word, const char *const *words, size_t count);

#endif
