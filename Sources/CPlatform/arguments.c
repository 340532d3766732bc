#include "clipfit_platform.h"

#if (defined(__GLIBC__) || defined(__APPLE__)) && !defined(CLIPFIT_PORTABLE)
static int argument_count = -1;
static char *const *argument_words;

// These two C libraries give what `main` gets to what runs before it, too.
__attribute__((constructor)) static void keep_arguments(int count, char **words) {
    argument_count = count;
    argument_words = words;
}

char *const *clipfit_arguments(int *count) {
    *count = argument_count;
    return argument_words;
}
#else
char *const *clipfit_arguments(int *count) {
    *count = -1;
    return 0;
}
#endif
