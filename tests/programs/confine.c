/* confine PROGRAM [ARGUMENT...]: runs it under a list of system calls, any other of which kills: those that a
   C program makes which reads, writes, allocates, maps its libraries and starts others. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAY(call)                                                                                  \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static struct sock_filter list[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    MAY(read), MAY(write), MAY(writev), MAY(readv), MAY(pread64), MAY(lseek), MAY(close), MAY(openat),
    MAY(newfstatat), MAY(fstat), MAY(readlinkat), MAY(fcntl), MAY(ioctl), MAY(mmap), MAY(mprotect),
    MAY(munmap), MAY(mremap), MAY(madvise), MAY(brk), MAY(rt_sigaction), MAY(rt_sigprocmask),
    MAY(rt_sigreturn), MAY(clone), MAY(clone3), MAY(execve), MAY(wait4), MAY(exit), MAY(exit_group),
    MAY(set_tid_address), MAY(set_robust_list), MAY(rseq), MAY(prlimit64), MAY(getrandom), MAY(futex),
    MAY(uname), MAY(getpid), MAY(gettid), MAY(sysinfo), MAY(clock_gettime), MAY(faccessat),
#ifdef __x86_64__
    MAY(arch_prctl), MAY(access), MAY(open), MAY(stat), MAY(lstat), MAY(readlink), MAY(vfork), MAY(fork),
#endif
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
};

int main(int argc, char **argv) {
    struct sock_fprog filter = {sizeof list / sizeof *list, list};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
        return perror("confine"), 1;
    execv(argv[1], argv + 1);
    return perror(argv[1]), 1;
}
