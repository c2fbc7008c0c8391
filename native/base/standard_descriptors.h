#ifndef OG_STANDARD_DESCRIPTORS_H
#define OG_STANDARD_DESCRIPTORS_H

#include <stdbool.h>

/*
 * Opens /dev/null as those of stdin, stdout and stderr that are closed: the next file that is opened would become one
 * of them. To be called before that. False if one of them is still closed.
 */
bool og_standard_descriptors_open(void);

#endif
