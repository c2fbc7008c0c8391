/* A message as a raw socket of a scalability protocol receives it: its SP header, and its body. */
#ifndef OG_SP_MESSAGE_H
#define OG_SP_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "route.h"

struct og_sp_message {
    struct og_route route;
    uint32_t id;   /* the header's last word, without the top bit */
    uint8_t *body; /* in the library's memory */
    size_t size;
};

#endif
