/* Writes the bytes of every vector of wire-vectors.json to a file of its own, for a fuzzer to begin with.
   usage: seeds DIRECTORY */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

static const char *directory;
static unsigned count;

static void write_bytes(const char *hex)
{
    char path[256];
    snprintf(path, sizeof path, "%s/vector-%u", directory, count++);
    FILE *file = fopen(path, "w");
    unsigned byte;
    for (; file != NULL && sscanf(hex, "%2x", &byte) == 1; hex += 2) {
        fputc((int) byte, file);
    }
    if (file != NULL) {
        fclose(file);
    }
}

static void walk(json_t *value)
{
    const char *key;
    json_t *inner;
    size_t i;
    if (json_is_string(json_object_get(value, "hex"))) {
        write_bytes(json_string_value(json_object_get(value, "hex")));
    }
    json_object_foreach(value, key, inner)
    {
        walk(inner);
    }
    json_array_foreach(value, i, inner)
    {
        walk(inner);
    }
}

int main(int argc, char **argv)
{
    json_t *vectors = json_load_file(RESOURCES "/wire-vectors.json", 0, NULL);
    if (argc != 2 || vectors == NULL) {
        fprintf(stderr, "usage: seeds DIRECTORY, with " RESOURCES "/wire-vectors.json there\n");
        return 1;
    }
    directory = argv[1];
    walk(vectors);
    json_decref(vectors);
    return count > 30 ? 0 : 1;
}
