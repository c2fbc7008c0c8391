#ifndef OUTRIGGER_UTF8_H
#define OUTRIGGER_UTF8_H

#include <stdbool.h>

#include "bytes.h"

/* Whether these bytes are well-formed UTF-8 (RFC 3629: shortest forms, no surrogates, up to U+10FFFF) without a NUL. */
bool utf8_is_text(struct bytes text);

#endif
