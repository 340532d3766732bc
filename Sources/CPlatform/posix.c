// Calls that other systems have as well, and Swift cannot import; and substitutes for those of linux.c.
#include "clipfit_platform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/xattr.h>
#include <unistd.h>

_Atomic unsigned long *clipfit_pulse;

static _Atomic int is_decided;

void clipfit_confinement_decide(void) { is_decided = 1; }
int clipfit_confinement_is_decided(void) { return is_decided; }

extern const char clipfit_commit_number __attribute__((weak));
unsigned long clipfit_commit(void) { return (unsigned long)&clipfit_commit_number; }

// A sanitizer tells more of a crash.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEEPS_CRASHES
#endif
#endif

static char last_words[8192];
static size_t last_words_length;
static int last_code;

static void speak_and_end(int number) {
    (void)number;
    ssize_t told = write(STDERR_FILENO, last_words, last_words_length);
    (void)told;
    _exit(last_code);
}

void clipfit_last_words(const char *text, size_t length, int code) {
    last_words_length = length < sizeof last_words ? length : 0;
    memcpy(last_words, text, last_words_length);
    last_code = code;
#ifndef KEEPS_CRASHES
    const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
    for (int i = 0; i < 6; i++) {
        // Swift's own way starts another program, which confined processes cannot.
        struct sigaction action = {
            .sa_handler = last_words_length ? speak_and_end : SIG_DFL, .sa_flags = SA_RESETHAND};
        sigaction(crashes[i], &action, NULL);
    }
#endif
}

pid_t clipfit_fork(void) {
    pid_t process = fork();
    return process < 0 ? -errno : process;
}

int clipfit_pulse_share(void) {
    void *page = mmap(NULL, sizeof *clipfit_pulse, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return -errno;
    clipfit_pulse = page;
    return 0;
}

int clipfit_attribute_set(const char *path, const char *name, const void *bytes, size_t count) {
#ifdef __APPLE__
    int result = setxattr(path, name, bytes, count, 0, 0);
#else
    int result = setxattr(path, name, bytes, count, 0);
#endif
    return result < 0 ? -errno : 0;
}

int clipfit_attribute_get(const char *path, const char *name, void *bytes, size_t count) {
#ifdef __APPLE__
    ssize_t got = getxattr(path, name, bytes, count, 0, 0);
#else
    ssize_t got = getxattr(path, name, bytes, count);
#endif
    return got < 0 ? -errno : (int)got;
}

void clipfit_on_signal(int number, void (*handler)(int number)) { signal(number, handler); }

int clipfit_signal_is_ignored(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

#if !CLIPFIT_IS_LINUX
// On a disk, but without a name.
int clipfit_memory_file(const char *name) {
    const char *folder = getenv("TMPDIR");
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s-XXXXXX", folder ? folder : "/tmp", name) >= PATH_MAX) return -ENAMETOOLONG;
    int file = mkstemp(path);
    if (file < 0) return -errno;
    unlink(path);
    fcntl(file, F_SETFD, FD_CLOEXEC);
    return file;
}
#endif
