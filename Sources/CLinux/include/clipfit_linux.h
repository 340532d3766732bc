// Calls of the system for which Swift has no names: `prctl` and `syscall` are variadic, the headers of this machine may
// be older than its kernel, and Glibc's module leaves some out. Every function returns a negative errno where it fails,
// and -ENOSYS where the system is not Linux.
#ifndef CLIPFIT_LINUX_H
#define CLIPFIT_LINUX_H

#include <sys/types.h>

// The calling process is killed as soon as the thread that started it ends; fails where that has happened already.
int clipfit_die_with(pid_t parent);

// A file in memory without a name, closed on exec.
int clipfit_memory_file(const char *name);

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

// From now on the calling thread, and those that it starts, are refused what no clip needs (seccomp): sockets, other
// programs and processes, signals to others, owners, modes, times and attributes of files, memory that can be executed,
// and what changes the machine. A refused call returns an error: EACCES, or what the C library expects.
int clipfit_refuse_calls(void);
// The same for all threads of the process.
int clipfit_refuse_calls_of_all_threads(void);
// Whether there is such a filter for this processor.
int clipfit_refuses_calls(void);

#endif
