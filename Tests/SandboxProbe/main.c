// Confines itself as clipfit does, by the rules of a version of Landlock, and tries what a taken-over decoder would try:
// a line for each call, with its name and "done" or the name of its error.
#define _GNU_SOURCE
#include "clipfit_platform.h"

#include <errno.h>
#include <stdio.h>
#if CLIPFIT_IS_LINUX
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static char in[4000], out[4000], path[5000];
static pid_t other;

static const char *at(const char *folder, const char *name) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void tell(const char *name, long result) {
    int error = errno;
    printf("%s %s\n", name, result >= 0 ? "done" : strerrorname_np(error));
    fflush(stdout);
}

static void confine(int version) {
    if (version == 0) version = clipfit_landlock_version();
    int rules = clipfit_landlock_rules(version);
    int folders[] = {open(in, O_PATH | O_DIRECTORY), open(out, O_PATH | O_DIRECTORY)};
    for (int writes = 0; writes < 2; writes++) {
        if (clipfit_landlock_allow(rules, version, folders[writes], 1, writes) < 0) exit(3);
    }
    if (clipfit_landlock_enter(rules) < 0 || clipfit_refuse_calls_of_all_threads() < 0) exit(3);
}

#define TRY(name, call) (errno = 0, tell(name, (long)(call)))
#define FILE_OUTSIDE (at(in, "../outside.txt"))

static void try_files(void) {
    int source = open(at(in, "clip.mp4"), O_RDONLY);
    TRY("read-source", source);
    TRY("read-outside", open(FILE_OUTSIDE, O_RDONLY));
    TRY("write-outside", open(FILE_OUTSIDE, O_WRONLY));
    TRY("write-source", open(at(in, "clip.mp4"), O_WRONLY));
    TRY("empty-source", open(at(in, "clip.mp4"), O_RDONLY | O_TRUNC));
    TRY("openat2-source", syscall(437, AT_FDCWD, at(in, "clip.mp4"), (uint64_t[3]){0}, 24));
    TRY("truncate-outside", truncate(FILE_OUTSIDE, 1));
    TRY("truncate-source", truncate(at(in, "clip.mp4"), 1));
    TRY("ftruncate-source", ftruncate(source, 1));
    TRY("chmod-outside", chmod(FILE_OUTSIDE, 0777));
    TRY("fchmod-source", fchmod(source, 0777));
    TRY("fchmodat2-source", syscall(452, source, "", 0777, AT_EMPTY_PATH));
    TRY("chown-outside", chown(FILE_OUTSIDE, geteuid(), getegid()));
    TRY("fchown-source", fchown(source, geteuid(), getegid()));
    TRY("setxattr-outside", setxattr(FILE_OUTSIDE, "user.x", "1", 1, 0));
    TRY("fsetxattr-source", fsetxattr(source, "user.x", "1", 1, 0));
    TRY("removexattr-outside", removexattr(FILE_OUTSIDE, "user.x"));
    TRY("utimensat-outside", utimensat(AT_FDCWD, FILE_OUTSIDE, NULL, 0));
    TRY("futimens-source", futimens(source, NULL));
    TRY("unlink-outside", unlink(FILE_OUTSIDE));
    TRY("open-handle", syscall(SYS_open_by_handle_at, AT_FDCWD, path, 0));
    TRY("list-root", open("/", O_RDONLY | O_DIRECTORY));
    TRY("symlink-in-out", symlink("/etc/passwd", at(out, "link")));
    TRY("mkdir-in-out", mkdir(at(out, "folder"), 0700));
    TRY("mkfifo-in-out", mkfifo(at(out, "pipe"), 0600));
    TRY("watch-outside", syscall(SYS_inotify_add_watch, 0, FILE_OUTSIDE, 2));
    TRY("set-file-flags", ioctl(source, 0x40086602, &(long){0}));
    TRY("create-in-out", open(at(out, "new.mp4"), O_CREAT | O_EXCL | O_RDWR, 0600));
    TRY("empty-own-output", open(at(out, "new.mp4"), O_WRONLY | O_TRUNC));
    TRY("unlink-in-out", unlink(at(out, "new.mp4")));
    TRY("nameless-in-out", open(out, O_TMPFILE | O_RDWR, 0600));
}

static void try_processes(void) {
    char *none[] = {NULL};
    TRY("execve", execve("/bin/true", none, none));
    TRY("execveat", syscall(SYS_execveat, AT_FDCWD, "/bin/true", none, none, 0));
    pid_t child = fork();
    if (child == 0) _exit(0);
    tell("fork", child);
    child = vfork();
    if (child == 0) _exit(0);
    tell("vfork", child);
    TRY("clone3", syscall(435, (uint64_t[11]){0}, 88));
    TRY("kill-other", kill(other, 0));
    TRY("kill-group", kill(0, 0));
    TRY("kill-all", kill(-1, 0));
    TRY("kill-parent", kill(getppid(), 0));
    TRY("tgkill-other", syscall(SYS_tgkill, other, other, 0));
    TRY("tkill-other", syscall(SYS_tkill, other, 0));
    TRY("sigqueue-other", syscall(SYS_rt_sigqueueinfo, other, 0, path));
    TRY("pidfd-open-other", syscall(434, other, 0));
    TRY("ptrace", syscall(SYS_ptrace, 16, other, 0, 0));
    TRY("process-vm-readv", syscall(SYS_process_vm_readv, other, path, 1, path, 1, 0));
    TRY("limit-other", syscall(SYS_prlimit64, other, RLIMIT_CORE, &(struct rlimit){0, 0}, NULL));
    TRY("priority-other", setpriority(PRIO_PROCESS, other, 1));
    TRY("affinity-other", sched_setaffinity(other, 8, (cpu_set_t *)path));
    TRY("file-signals-to-other", fcntl(0, F_SETOWN, other));
    TRY("type-into-terminal", ioctl(0, TIOCSTI, "x"));
    TRY("kill-self", kill(getpid(), 0));
    TRY("tgkill-self", syscall(SYS_tgkill, getpid(), gettid(), 0));
}

static void try_machine(void) {
    TRY("socket-inet", socket(AF_INET, SOCK_STREAM, 0));
    TRY("socket-unix", socket(AF_UNIX, SOCK_STREAM, 0));
    TRY("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)path));
    TRY("io-uring", syscall(425, 1, path));
    TRY("unshare", syscall(SYS_unshare, CLONE_NEWUSER));
    TRY("setns", syscall(SYS_setns, 0, 0));
    TRY("chroot", chroot("/"));
    TRY("mount", mount("none", "/mnt", "tmpfs", 0, NULL));
    TRY("fsopen", syscall(430, "tmpfs", 0));
    TRY("bpf", syscall(SYS_bpf, 0, 0, 0));
    TRY("perf-event", syscall(SYS_perf_event_open, 0, 0, -1, -1, 0));
    TRY("userfaultfd", syscall(SYS_userfaultfd, 0));
    TRY("keyctl", syscall(SYS_keyctl, 0, -3, 1));
    TRY("settimeofday", syscall(SYS_settimeofday, 0, 0));
    TRY("personality", syscall(SYS_personality, 0xffffffff));
    TRY("shmget", syscall(SYS_shmget, 1234, 4096, 01600));
    TRY("msgget", syscall(SYS_msgget, 1234, 01600));
    TRY("mq-open", syscall(SYS_mq_open, "x", O_CREAT, 0600, 0));
}

static void *nothing(void *given) { return given; }

static void try_memory(void) {
    void *plain = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TRY("map-memory", plain == MAP_FAILED ? -1 : 0);
    TRY("map-executable", mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
            ? -1 : 0);
    TRY("make-executable", mprotect(plain, 4096, PROT_READ | PROT_EXEC));
    TRY("make-executable-by-key", syscall(SYS_pkey_mprotect, plain, 4096, PROT_EXEC, -1));
    TRY("make-read-only", mprotect(plain, 4096, PROT_READ));
    int file = memfd_create("x", 0);
    TRY("file-in-memory", file);
    TRY("map-executable-file", mmap(NULL, 4096, PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED ? -1 : 0);
    pthread_t thread;
    errno = pthread_create(&thread, NULL, nothing, NULL);
    tell("thread", errno ? -1 : 0);
    if (!errno) pthread_join(thread, NULL);
}

// FOLDER VERSION: the folder holds `in/clip.mp4`, `out` and `outside.txt`; 0 stands for the version of the kernel.
int main(int count, char **words) {
    if (count != 3) return 2;
    snprintf(in, sizeof in, "%s/in", words[1]);
    snprintf(out, sizeof out, "%s/out", words[1]);
    pid_t own = getpid();
    other = fork();
    // Landlock from version 6 keeps back the signal at the end of a parent that is confined.
    while (other == 0 && getppid() == own) usleep(20000);
    if (other <= 0) return 3;
    confine(atoi(words[2]));
    try_files();
    try_processes();
    try_machine();
    try_memory();
    return 0;
}
#else
int main(void) { return 2; }
#endif
