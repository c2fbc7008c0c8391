#include "standard_descriptors.h"

#include <fcntl.h>
#include <unistd.h>

bool og_standard_descriptors_open(void)
{
    int descriptor;
    do {
        descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (descriptor >= 0 && descriptor <= STDERR_FILENO) {
            fcntl(descriptor, F_SETFD, 0);
        }
    } while (descriptor >= 0 && descriptor < STDERR_FILENO);
    if (descriptor > STDERR_FILENO) {
        close(descriptor);
    }
    return fcntl(STDIN_FILENO, F_GETFD) >= 0 && fcntl(STDOUT_FILENO, F_GETFD) >= 0
        && fcntl(STDERR_FILENO, F_GETFD) >= 0;
}
