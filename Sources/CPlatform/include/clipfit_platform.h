// Calls of the system for which Swift has no names: `prctl` and `syscall` are variadic, the headers of this machine may
// be older than its kernel, and Glibc's module leaves some out. Every function returns a negative errno where it fails,
// and -ENOSYS where the system has no such thing. A portable build (CLIPFIT_PORTABLE) uses nothing that only Linux has.
#ifndef CLIPFIT_PLATFORM_H
#define CLIPFIT_PLATFORM_H

#if defined(__linux__) && !defined(CLIPFIT_PORTABLE)
#define CLIPFIT_IS_LINUX 1
#else
#define CLIPFIT_IS_LINUX 0
#endif

#include <stdatomic.h>
#include <sys/types.h>

// The words that the process was started with, its name first; NULL and -1 where they are not known. Swift reads them from
// /proc, which not every container has.
char *const *clipfit_arguments(int *count);

// The first 48 bits of the commit that the program was built from, which the linker is told; 0 where it is not.
unsigned long clipfit_commit(void);

// The calling process is killed as soon as the thread that started it ends; fails where that has happened already.
int clipfit_die_with(pid_t parent);

// Where the process crashes from now on, it writes this to standard error and ends with the code. With an empty text it
// ends by the signal, as without the ways of Swift's runtime.
void clipfit_last_words(const char *text, size_t length, int code);

// A copy of the process with the calling thread alone: 0 in the copy. Swift has no name for it, as it does not go
// together with threads.
pid_t clipfit_fork(void);

// How many threads the process has.
int clipfit_threads(void);

// Tells the folders of all libraries that the process has loaded, some of them several times.
void clipfit_library_folders(void (*tell)(const char *folder, void *context), void *context);

// A counter that a process has in common with its copies: whoever gets on counts it up. NULL where there is none.
extern _Atomic unsigned long *clipfit_pulse;
int clipfit_pulse_share(void);
static inline void clipfit_pulse_beat(void) {
    if (clipfit_pulse) atomic_fetch_add_explicit(clipfit_pulse, 1, memory_order_relaxed);
}
static inline unsigned long clipfit_pulse_count(void) {
    return clipfit_pulse ? atomic_load_explicit(clipfit_pulse, memory_order_relaxed) : 0;
}

// The process is confined, or it was decided that it need not be: before that no media are read.
void clipfit_confinement_decide(void);
int clipfit_confinement_is_decided(void);

// What a signal calls, and whether it is ignored.
void clipfit_on_signal(int number, void (*handler)(int number));
int clipfit_signal_is_ignored(int number);

// A file in memory without a name, closed on exec.
int clipfit_memory_file(const char *name);
// A file without a name in a folder (O_TMPFILE), which may get one.
int clipfit_unnamed_file(const char *folder);

// Whether some program has the file open for writing, as far as the kernel says: 1 or 0.
int clipfit_is_written(int descriptor);

// Whether memory may be given in pages of 2 MB: x264 asks for them, and the kernel then fills them whether they are used or
// not.
void clipfit_allow_huge_pages(int allow);

// Extended attributes of a file; reading returns the count of bytes.
int clipfit_attribute_set(const char *path, const char *name, const void *bytes, size_t count);
int clipfit_attribute_get(const char *path, const char *name, void *bytes, size_t count);

// Renames a file to a name that nothing has (`renameat2` with RENAME_NOREPLACE, which few file systems know).
int clipfit_rename_new(const char *from, const char *to);

// Whether the file system that `path` is on may be written to by other machines, or by a program that tells the kernel
// nothing (NFS, SMB, FUSE and the like): 1 or 0.
int clipfit_is_shared(const char *path);

// The version of Landlock that the kernel speaks, from 1.
int clipfit_landlock_version(void);
// A set of rules for the file system (and, as far as the kernel knows them, for TCP, signals and abstract sockets) in
// which nothing is allowed.
int clipfit_landlock_rules(int version);
// Allows reading, and writing too where asked for, of a file or of all below a folder, opened with O_PATH.
int clipfit_landlock_allow(int rules, int version, int path, int is_folder, int writes);
// From now on the calling thread, and those that it starts, keep to the rules, and gain no privileges by any exec.
int clipfit_landlock_enter(int rules);
// The same for all threads of the process; from version 8.
int clipfit_landlock_enter_with_all_threads(int rules);

// From now on the calling thread, and those that it starts, are refused what no clip needs (seccomp): sockets, other
// programs and processes, signals to others, owners, modes, times and attributes of files, memory that can be executed,
// and what changes the machine. A refused call returns an error: EACCES, or what the C library expects.
int clipfit_refuse_calls(void);
// The same for all threads of the process.
int clipfit_refuse_calls_of_all_threads(void);
// Whether there is such a filter for this processor.
int clipfit_refuses_calls(void);

#endif
