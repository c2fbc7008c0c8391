#include "nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 63 };

static unsigned smaller(unsigned one, unsigned other)
{
    return one < other ? one : other;
}

static bool same(char one, char other)
{
    return tolower((unsigned char) one) == tolower((unsigned char) other);
}

unsigned og_nearest_distance(const char *one, const char *other)
{
    static const unsigned replaced = 1;
    unsigned least[LONGEST + 1][LONGEST + 1];
    size_t one_size = strnlen(one, LONGEST);
    size_t other_size = strnlen(other, LONGEST);
    for (size_t i = 0; i <= one_size; i++) {
        for (size_t j = 0; j <= other_size; j++) {
            if (i == 0 || j == 0) {
                least[i][j] = (unsigned) (i + j);
                continue;
            }
            unsigned best = least[i - 1][j - 1] + (same(one[i - 1], other[j - 1]) ? 0 : replaced);
            best = smaller(best, smaller(least[i - 1][j], least[i][j - 1]) + 1);
            if (i > 1 && j > 1 && same(one[i - 1], other[j - 2]) && same(one[i - 2], other[j - 1])) {
                best = smaller(best, least[i - 2][j - 2] + 1);
            }
            least[i][j] = best;
        }
    }
    return least[one_size][other_size];
}

const char *og_nearest_word(const char *word, const char *const *words, size_t count)
{
    unsigned enough = (unsigned) strlen(word) / 3;
    unsigned least = (enough > 2 ? enough : 2) + 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned distance = og_nearest_distance(word, words[i]);
        if (distance < least) {
            least = distance;
            nearest = words[i];
        }
    }
    return nearest;
}
