/*
 * What a gateway module in C and its gateway expect of each other, API version 1.
 *
 * A binary interface that exists already: names, order and types are given, and so is what each function owns and
 * frees, which is written here. A module is a shared library that exports Module_GetApi and finds the functions below
 * "What a gateway offers" among the symbols of the program that loads it.
 *
 * All text is UTF-8 and ends with a NUL. Handles are opaque.
 */
#ifndef OUTRIGGER_GATEWAY_MODULE_H
#define OUTRIGGER_GATEWAY_MODULE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The number of API version 1. */
#define GATEWAY_API_VERSION_1 0

/* What a module made of its configuration, between ParseConfigurationFromJson and FreeConfiguration. */
typedef void *CONFIGURATION_HANDLE;

/* The gateway's broker, as it is given to Create: an argument of Broker_Publish, and of nothing else. */
typedef void *BROKER_HANDLE;

/* What a module's Create gave. */
typedef void *MODULE_HANDLE;

/* One reference to a message, which is immutable and may be shared between threads. */
typedef void *MESSAGE_HANDLE;

/* Of the Azure utility library (libaziotsharedutil): a map of texts, a constant one, constant bytes. */
typedef void *MAP_HANDLE;
typedef void *CONSTMAP_HANDLE;
typedef void *CONSTBUFFER_HANDLE;

/* ---------------------------------------------------------------------------------- what a module exports */

/*
 * The gateway calls these of one module one at a time, except that Receive may run while another module's does.
 * Only the ones marked so may be NULL.
 */
typedef struct MODULE_API_1 {
    int version; /* GATEWAY_API_VERSION_1 */

    /* May be NULL. Reads the JSON text of the module's args; the text stays the caller's. Gives what Create needs of
       it, which the caller frees with FreeConfiguration. NULL is no error here: a module that needs nothing gives it.
     */
    CONFIGURATION_HANDLE (*ParseConfigurationFromJson)(const char *text);

    /* May be NULL. Frees what ParseConfigurationFromJson gave, after Create, whether that worked or not. */
    void (*FreeConfiguration)(CONFIGURATION_HANDLE configuration);

    /* Called once. The broker lives longer than the module. The configuration is the one that was parsed, or the JSON
       text itself when there is no ParseConfigurationFromJson; it stays the caller's and ends after the call. Gives a
       module that lives until Destroy, or NULL if it couldn't be made. */
    MODULE_HANDLE (*Create)(BROKER_HANDLE broker, const void *configuration);

    /* Called once, last, never at the same time as Receive. Frees the module; it must not publish any more when this
       returns. */
    void (*Destroy)(MODULE_HANDLE module);

    /* One message, always from one thread and one at a time. The message stays the caller's: clone it to keep it. */
    void (*Receive)(MODULE_HANDLE module, MESSAGE_HANDLE message);

    /* May be NULL. Called once, when every module of the gateway was created and linked. */
    void (*Start)(MODULE_HANDLE module);
} MODULE_API_1;

/*
 * The one function that a module exports. The version is the gateway's, GATEWAY_API_VERSION_1 or later.
 * Gives a table that the module owns and that lives as long as the library is loaded, or NULL if the module can't serve
 * that gateway.
 */
const MODULE_API_1 *Module_GetApi(int gateway_version);

typedef const MODULE_API_1 *(*MODULE_GETAPI)(int gateway_version);

/* ---------------------------------------------------------------------------------- what a gateway offers */

/* Results of Broker_Publish. */
enum { BROKER_OK = 0, BROKER_ERROR = 1, BROKER_INVALIDARG = 4 };

/*
 * Publishes a message in the name of a module; from any thread. The broker takes a reference of its own: the caller's
 * stays the caller's. May block while the gateway has too much to do.
 */
int Broker_Publish(BROKER_HANDLE broker, MODULE_HANDLE source, MESSAGE_HANDLE message);

/* Content of a message; what it points to lives as long as the caller's reference to the message. */
typedef struct CONSTBUFFER {
    const unsigned char *buffer;
    size_t size;
} CONSTBUFFER;

/* What a message is made from. All is copied. sourceProperties must not be NULL. */
typedef struct MESSAGE_CONFIG {
    size_t size;
    const unsigned char *source;
    MAP_HANDLE sourceProperties;
} MESSAGE_CONFIG;

/* Gives a message with one reference, or NULL. */
MESSAGE_HANDLE Message_Create(const MESSAGE_CONFIG *configuration);

/* From the serialized form (docs/wire-format.md), which is copied. Gives a message with one reference, or NULL if the
   bytes are malformed. */
MESSAGE_HANDLE Message_CreateFromByteArray(const unsigned char *source, int32_t size);

/* Writes the serialized form to a buffer of that size and gives its size, or a negative number if it doesn't fit. With
   NULL and 0 it gives the size alone. */
int32_t Message_ToByteArray(MESSAGE_HANDLE message, unsigned char *buffer, int32_t size);

/* Adds a reference and gives the same handle. Each reference ends with a Message_Destroy. */
MESSAGE_HANDLE Message_Clone(MESSAGE_HANDLE message);

/* A map that the caller destroys with ConstMap_Destroy, or NULL. */
CONSTMAP_HANDLE Message_GetProperties(MESSAGE_HANDLE message);

/* Not to be freed. */
const CONSTBUFFER *Message_GetContent(MESSAGE_HANDLE message);

/* A buffer that the caller destroys with CONSTBUFFER_Destroy, or NULL. */
CONSTBUFFER_HANDLE Message_GetContentHandle(MESSAGE_HANDLE message);

/* Drops one reference; the last one frees the message. */
void Message_Destroy(MESSAGE_HANDLE message);

#ifdef __cplusplus
}
#endif

#endif
