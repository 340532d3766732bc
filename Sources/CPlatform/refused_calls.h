// The filter of system calls, as a program for the kernel (BPF). It is written step by step, as a long list of calls is
// read more easily than jumps.
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct program {
    struct sock_filter steps[512];
    unsigned short count;
};

// Calls that the headers of this machine may not know yet: the numbers are the same on all processors.
enum {
    call_pidfd_send_signal = 424, call_io_uring_setup = 425, call_io_uring_enter, call_io_uring_register,
    call_open_tree = 428, call_move_mount, call_fsopen, call_fsconfig, call_fsmount, call_fspick,
    call_pidfd_open = 434, call_clone3 = 435, call_openat2 = 437, call_pidfd_getfd, call_process_madvise = 440,
    call_mount_setattr = 442, call_quotactl_fd, call_process_mrelease = 448, call_fchmodat2 = 452,
    call_setxattrat = 463, call_removexattrat = 466, call_open_tree_attr, call_file_setattr = 469,
};

static const uint32_t refused[] = {
    // Network, other programs, other processes.
    SYS_socket, SYS_socketpair, SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev,
    SYS_kcmp, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, call_pidfd_send_signal, call_pidfd_open,
    call_pidfd_getfd, call_process_madvise, call_process_mrelease,
    // They do much by other ways than calls.
    call_io_uring_setup, call_io_uring_enter, call_io_uring_register,
    // What Landlock does not know of files: modes, owners, times, attributes, handles, and up to its version 2 lengths.
    SYS_fchmod, SYS_fchmodat, call_fchmodat2, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_truncate, SYS_setxattr,
    SYS_lsetxattr, SYS_fsetxattr, call_setxattrat, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
    call_removexattrat, call_file_setattr, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_mknodat,
    SYS_inotify_add_watch, SYS_fanotify_init, SYS_fanotify_mark,
    // Other namespaces, mounts, and what only the superuser may.
    SYS_unshare, SYS_setns, SYS_chroot, SYS_pivot_root, SYS_mount, SYS_umount2, call_open_tree, call_move_mount,
    call_fsopen, call_fsconfig, call_fsmount, call_fspick, call_mount_setattr, call_open_tree_attr, SYS_quotactl,
    call_quotactl_fd, SYS_swapon, SYS_swapoff, SYS_reboot, SYS_kexec_load, SYS_kexec_file_load, SYS_init_module,
    SYS_finit_module, SYS_delete_module, SYS_acct, SYS_sethostname, SYS_setdomainname, SYS_settimeofday,
    SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_syslog, SYS_vhangup,
    // Large parts of the kernel that a clip has no use for; shared memory can be executed too.
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_personality,
    SYS_shmget, SYS_shmat, SYS_shmctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_semget, SYS_semop,
    SYS_semtimedop, SYS_semctl, SYS_mq_open, SYS_mq_unlink,
#ifdef __x86_64__
    SYS_fork, SYS_vfork, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod,
    SYS_modify_ldt, SYS_iopl, SYS_ioperm, SYS_uselib, SYS_ustat, SYS_lookup_dcookie,
#endif
};

static void step(struct program *program, uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
    program->steps[program->count++] = (struct sock_filter){code, if_true, if_false, value};
}

static void load(struct program *program, size_t place) { step(program, BPF_LD | BPF_W | BPF_ABS, place, 0, 0); }

// All that the kernel reads of these arguments are their lower halves, which come first on these processors.
static void load_argument(struct program *program, int number) {
    load(program, offsetof(struct seccomp_data, args) + 8 * number);
}

static void answer(struct program *program, int error) {
    uint32_t action = error ? SECCOMP_RET_ERRNO | error : SECCOMP_RET_ALLOW;
    step(program, BPF_RET | BPF_K, action, 0, 0);
}

static void skip_unless(struct program *program, uint32_t call, int steps) {
    step(program, BPF_JMP | BPF_JEQ | BPF_K, call, 0, steps);
}

static void refuse_call(struct program *program, uint32_t call, int error) {
    skip_unless(program, call, 1);
    answer(program, error);
}

// Only with one of these values in an argument.
static void allow_values(struct program *program, uint32_t call, int argument, const uint32_t *values, int count,
                         int error) {
    skip_unless(program, call, 1 + 2 * count + 1);
    load_argument(program, argument);
    for (int i = 0; i < count; i++) {
        step(program, BPF_JMP | BPF_JEQ | BPF_K, values[i], 0, 1);
        answer(program, 0);
    }
    answer(program, error);
}

// With none of these values.
static void refuse_values(struct program *program, uint32_t call, int argument, const uint32_t *values, int count) {
    skip_unless(program, call, 1 + 2 * count + 1);
    load_argument(program, argument);
    for (int i = 0; i < count; i++) {
        step(program, BPF_JMP | BPF_JEQ | BPF_K, values[i], 0, 1);
        answer(program, EACCES);
    }
    answer(program, 0);
}

// Only where an argument has none of these bits.
static void refuse_bits(struct program *program, uint32_t call, int argument, uint32_t bits) {
    skip_unless(program, call, 4);
    load_argument(program, argument);
    step(program, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
    answer(program, EACCES);
    answer(program, 0);
}

// A file that is opened for reading alone is emptied by O_TRUNC all the same, and Landlock's first versions let it.
static void refuse_emptying(struct program *program, uint32_t call, int argument) {
    skip_unless(program, call, 5);
    load_argument(program, argument);
    step(program, BPF_JMP | BPF_JSET | BPF_K, O_TRUNC, 0, 2);
    step(program, BPF_JMP | BPF_JSET | BPF_K, O_ACCMODE, 1, 0);
    answer(program, EACCES);
    answer(program, 0);
}

// Threads, and no other processes or namespaces.
static void allow_threads(struct program *program) {
    const uint32_t namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
        | CLONE_NEWPID | CLONE_NEWNET;
    // Its flags lie in memory, where they cannot be looked at. The C library then takes the older call.
    refuse_call(program, call_clone3, ENOSYS);
    skip_unless(program, SYS_clone, 5);
    load_argument(program, 0);
    step(program, BPF_JMP | BPF_JSET | BPF_K, namespaces, 1, 0);
    step(program, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
    answer(program, EACCES);
    answer(program, 0);
}

static void write_program(struct program *program) {
    load(program, offsetof(struct seccomp_data, arch));
#ifdef __x86_64__
    step(program, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
#else
    step(program, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_AARCH64, 1, 0);
#endif
    answer(program, EACCES);
    load(program, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    // Calls of the x32 interface have other numbers.
    step(program, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    answer(program, EACCES);
#endif
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) refuse_call(program, refused[i], EACCES);
    refuse_call(program, call_openat2, ENOSYS);
    allow_threads(program);
    const uint32_t own[] = {getpid(), 0};
    allow_values(program, SYS_kill, 0, own, 1, EACCES);
    allow_values(program, SYS_tgkill, 0, own, 1, EACCES);
    allow_values(program, SYS_prlimit64, 0, own, 2, EACCES);
    // Encoders ask for these of threads of their own, and take EPERM for an answer.
    const uint32_t scheduling[] = {
        SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr,
    };
    for (int i = 0; i < 4; i++) allow_values(program, scheduling[i], 0, own, 2, EPERM);
    refuse_call(program, SYS_setpriority, EPERM);
    refuse_call(program, SYS_ioprio_set, EPERM);
    refuse_bits(program, SYS_mmap, 2, PROT_EXEC);
    refuse_bits(program, SYS_mprotect, 2, PROT_EXEC);
    refuse_bits(program, SYS_pkey_mprotect, 2, PROT_EXEC);
#ifdef __x86_64__
    refuse_emptying(program, SYS_open, 1);
#endif
    refuse_emptying(program, SYS_openat, 2);
    // Signals of a file that others would get; news of folders.
    const uint32_t news[] = {F_SETOWN, 15 /* F_SETOWN_EX */, 10 /* F_SETSIG */, 1026 /* F_NOTIFY */};
    refuse_values(program, SYS_fcntl, 1, news, 4);
    // TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what kind of file it is, and what waits there.
    // A terminal takes words as if they were typed by others.
    const uint32_t questions[] = {0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451};
    allow_values(program, SYS_ioctl, 1, questions, 7, EACCES);
    answer(program, 0);
}
