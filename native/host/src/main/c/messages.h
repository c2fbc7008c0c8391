/*
 * The Message_* functions that a host offers its module: those of a gateway's library, or its own. Its own can do what
 * needs no map of the Azure utility library: create from bytes, to bytes, clone, content, destroy. The others give NULL
 * and say what to set.
 */
#ifndef OG_MESSAGES_H
#define OG_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

/* From now on takes them from this library, which stays loaded. False, and why, if it can't be loaded or lacks one. */
bool og_messages_use_library(const char *path, char *problem, size_t problem_size);

#endif
