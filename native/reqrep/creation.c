#include "creation.h"

#include <stdlib.h>
#include <string.h>

bool og_creation_is_late(const struct og_creation *creation, const struct og_request *request)
{
    return og_creation_is_of_another(creation, request) && og_identity_are_words(og_request_sender(request))
        && og_route_is_earlier(&request->message.route, &creation->newest_route);
}

bool og_creation_is_there(const struct og_creation *creation, const struct og_request *request)
{
    struct og_bytes wanted = request->packet.configuration;
    return creation->created
        && (og_request_sender(request) == creation->creator
            || (strlen(creation->configuration) == wanted.size
                && memcmp(creation->configuration, wanted.data, wanted.size) == 0));
}

bool og_creation_is_of_another(const struct og_creation *creation, const struct og_request *request)
{
    return creation->newest != OG_IDENTITY_NONE && creation->newest != og_request_sender(request);
}

bool og_creation_is_current(const struct og_creation *creation, const struct og_request *request)
{
    uint64_t identity = og_route_identity(&request->message.route, request->message.id);
    return identity == OG_IDENTITY_NONE || identity == creation->newest;
}

void og_creation_asked(struct og_creation *creation, const struct og_request *request)
{
    if (og_creation_is_there(creation, request)) {
        creation->creator = og_request_sender(request);
    }
    creation->newest = og_request_sender(request);
    creation->newest_route = request->message.route;
}

void og_creation_free(struct og_creation *creation)
{
    free(creation->configuration);
}
