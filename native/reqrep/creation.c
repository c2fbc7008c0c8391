#include "creation.h"

#include <stdlib.h>
#include <string.h>

bool creation_is_late(const struct creation *creation, const struct request *request)
{
    return creation_is_of_another(creation, request) && identity_are_words(request_sender(request))
        && route_is_earlier(&request->message.route, &creation->newest_route);
}

bool creation_is_there(const struct creation *creation, const struct request *request)
{
    struct bytes wanted = request->packet.configuration;
    return creation->created
        && (request_sender(request) == creation->creator
            || (strlen(creation->configuration) == wanted.size
                && memcmp(creation->configuration, wanted.data, wanted.size) == 0));
}

bool creation_is_of_another(const struct creation *creation, const struct request *request)
{
    return creation->newest != IDENTITY_NONE && creation->newest != request_sender(request);
}

bool creation_is_current(const struct creation *creation, const struct request *request)
{
    uint64_t identity = route_identity(&request->message.route, request->message.id);
    return identity == IDENTITY_NONE || identity == creation->newest;
}

void creation_asked(struct creation *creation, const struct request *request)
{
    if (creation_is_there(creation, request)) {
        creation->creator = request_sender(request);
    }
    creation->newest = request_sender(request);
    creation->newest_route = request->message.route;
}

void creation_free(struct creation *creation)
{
    free(creation->configuration);
}
