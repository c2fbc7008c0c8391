/* The memory of libjansson, which doesn't always say that it was that which failed. */
#ifndef OG_JSON_MEMORY_H
#define OG_JSON_MEMORY_H

/* How often there was no memory for it, in all threads. */
unsigned long og_json_memory_failures(void);

#endif
