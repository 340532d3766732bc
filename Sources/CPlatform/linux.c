// System calls that only Linux has. Elsewhere, and in a portable build, each reports that there is none.
#define _GNU_SOURCE
#include "clipfit_platform.h"

#include <errno.h>

#if CLIPFIT_IS_LINUX
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static int outcome(long result) { return result < 0 ? -errno : (int)result; }

int clipfit_die_with(pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) return -errno;
    return getppid() == parent ? 0 : -ESRCH;
}

int clipfit_threads(void) {
    struct stat facts;
    // It holds a folder a thread.
    return stat("/proc/self/task", &facts) < 0 ? -errno : (int)facts.st_nlink - 2;
}

struct listing {
    void (*tell)(const char *folder, void *context);
    void *context;
};

static int tell_folder(struct dl_phdr_info *library, size_t size, void *given) {
    struct listing *listing = given;
    char folder[PATH_MAX];
    const char *end = library->dlpi_name ? strrchr(library->dlpi_name, '/') : NULL;
    if (!end || end == library->dlpi_name || end - library->dlpi_name >= PATH_MAX) return 0;
    memcpy(folder, library->dlpi_name, end - library->dlpi_name);
    folder[end - library->dlpi_name] = 0;
    listing->tell(folder, listing->context);
    return 0;
}

void clipfit_library_folders(void (*tell)(const char *folder, void *context), void *context) {
    dl_iterate_phdr(tell_folder, &(struct listing){tell, context});
}

int clipfit_memory_file(const char *name) { return outcome(memfd_create(name, MFD_CLOEXEC)); }

int clipfit_unnamed_file(const char *folder) {
    return outcome(open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
}

int clipfit_is_written(int descriptor) {
    // Granted only if nobody writes.
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) < 0) return errno == EAGAIN;
    fcntl(descriptor, F_SETLEASE, F_UNLCK);
    return 0;
}

void clipfit_allow_huge_pages(int allow) { prctl(PR_SET_THP_DISABLE, !allow, 0, 0, 0); }

int clipfit_rename_new(const char *from, const char *to) {
    return outcome(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 1));
}

int clipfit_is_shared(const char *path) {
    struct statfs facts;
    if (statfs(path, &facts) < 0) return -errno;
    // From uapi/linux/magic.h and the sources of the file systems.
    switch ((uint32_t)facts.f_type) {
    case 0x6969:     // NFS
    case 0x517B:     // SMB
    case 0xFE534D42: // SMB 2
    case 0xFF534D42: // CIFS
    case 0x01021997: // 9P
    case 0x65735546: // FUSE
    case 0x00C36400: // Ceph
    case 0x5346414F: // AFS
    case 0x0BD00BD0: // Lustre
    case 0x01161970: // GFS2
    case 0x7461636F: // OCFS2
    case 0x786F4256: // folders of VirtualBox
        return 1;
    default:
        return 0;
    }
}

// From the kernel's uapi/linux/landlock.h: the numbers are the same on all processors.
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446 };
struct ruleset {
    uint64_t files, network, scoped;
};
struct __attribute__((packed)) beneath {
    uint64_t allowed;
    int32_t parent;
};
enum {
    write_file = 1 << 1,
    read_file = 1 << 2,
    read_folder = 1 << 3,
    remove_file = 1 << 5,
    make_file = 1 << 8,
    refer = 1 << 13,    // from version 2
    truncate_file = 1 << 14, // from version 3
};

static uint64_t handled(int version) {
    int bits = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return (1u << bits) - 1;
}

int clipfit_landlock_version(void) { return outcome(syscall(create_ruleset, NULL, 0, 1)); }

int clipfit_landlock_rules(int version) {
    struct ruleset rules = {handled(version), version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    return outcome(syscall(create_ruleset, &rules, size, 0));
}

int clipfit_landlock_allow(int rules, int version, int path, int is_folder, int writes) {
    uint64_t allowed = read_file;
    if (writes) allowed |= write_file | truncate_file;
    if (is_folder) allowed |= read_folder | (writes ? remove_file | make_file | refer : 0);
    struct beneath rule = {allowed & handled(version), path};
    return outcome(syscall(add_rule, rules, 1, &rule, 0));
}

int clipfit_landlock_enter(int rules) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    return outcome(syscall(restrict_self, rules, 0));
}

int clipfit_landlock_enter_with_all_threads(int rules) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    return outcome(syscall(restrict_self, rules, 1 << 3)); // from version 8
}

#if defined(__x86_64__) || defined(__aarch64__)
#include "refused_calls.h"

static int refuse(unsigned flags) {
    struct program program = {0};
    write_program(&program);
    struct sock_fprog filter = {program.count, program.steps};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    return outcome(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter));
}
#else
static int refuse(unsigned flags) { return -ENOSYS; }
#endif

int clipfit_refuse_calls(void) { return refuse(0); }

int clipfit_refuse_calls_of_all_threads(void) {
    int result = refuse(SECCOMP_FILTER_FLAG_TSYNC);
    // The number of a thread that has a filter of its own.
    return result > 0 ? -EBUSY : result;
}

int clipfit_refuses_calls(void) {
#if defined(__x86_64__) || defined(__aarch64__)
    return 1;
#else
    return 0;
#endif
}
#else
int clipfit_die_with(pid_t parent) { return -ENOSYS; }
int clipfit_threads(void) { return -ENOSYS; }
void clipfit_library_folders(void (*tell)(const char *folder, void *context), void *context) {}
int clipfit_unnamed_file(const char *folder) { return -ENOSYS; }
int clipfit_is_written(int descriptor) { return 0; }
void clipfit_allow_huge_pages(int allow) {}
int clipfit_rename_new(const char *from, const char *to) { return -ENOSYS; }
int clipfit_is_shared(const char *path) { return -ENOSYS; }
int clipfit_landlock_version(void) { return -ENOSYS; }
int clipfit_landlock_rules(int version) { return -ENOSYS; }
int clipfit_landlock_allow(int rules, int version, int path, int is_folder, int writes) { return -ENOSYS; }
int clipfit_landlock_enter(int rules) { return -ENOSYS; }
int clipfit_landlock_enter_with_all_threads(int rules) { return -ENOSYS; }
int clipfit_refuse_calls(void) { return -ENOSYS; }
int clipfit_refuse_calls_of_all_threads(void) { return -ENOSYS; }
int clipfit_refuses_calls(void) { return 0; }
#endif
