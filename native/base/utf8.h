#ifndef OG_UTF8_H
#define OG_UTF8_H

#include <stdbool.h>

#include "bytes.h"

/* Whether these bytes are well-formed UTF-8 (RFC 3629: shortest forms, no surrogates, up to U+10FFFF) without a NUL. */
bool og_utf8_is_text(struct og_bytes text);

#endif
