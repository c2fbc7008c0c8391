/* A message as a raw socket of a scalability protocol receives it: its SP header, and its body. */
#ifndef OUTRIGGER_SP_MESSAGE_H
#define OUTRIGGER_SP_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "route.h"

struct sp_message {
    struct route route;
    uint32_t id;   /* the header's last word, without the top bit */
    uint8_t *body; /* in the library's memory */
    size_t size;
};

#endif
