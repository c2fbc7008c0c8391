#include "utf8.h"

/* How many bytes the character at the front has, or 0 if it is none. */
static size_t character_size(const uint8_t *at, size_t left)
{
    static const struct {
        uint8_t first_min, first_max, second_min, second_max, size;
    } forms[] = {
        {0x01, 0x7f, 0x00, 0xff, 1},
        {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3},
        {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (at[0] < forms[i].first_min || at[0] > forms[i].first_max) {
            continue;
        }
        size_t size = forms[i].size;
        if (size == 1) {
            return 1;
        }
        if (size > left || at[1] < forms[i].second_min || at[1] > forms[i].second_max) {
            return 0;
        }
        for (size_t j = 2; j < size; j++) {
            if ((at[j] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
    return 0;
}

bool og_utf8_is_text(struct og_bytes text)
{
    size_t size;
    for (size_t i = 0; i < text.size; i += size) {
        size = character_size(text.data + i, text.size - i);
        if (size == 0) {
            return false;
        }
    }
    return true;
}
