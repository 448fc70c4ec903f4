/* refuse ERROR PROGRAM [ARGUMENT...]: runs it where the system calls that a cautious sandbox or an old
   kernel does not know fail with ERROR: those of the channel's lock and mark, and others that a program
   can do without. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef F_SETSIG
#define F_SETSIG 10
#define F_GETSIG 11
#endif

#define NO(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, error)
#define WORD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

int main(int argc, char **argv) {
    unsigned error = SECCOMP_RET_ERRNO | atoi(argv[1]);
    struct sock_filter list[] = {
        WORD(nr),
        NO(SYS_statx), NO(SYS_close_range), NO(SYS_faccessat2), NO(SYS_renameat2), NO(SYS_copy_file_range),
        NO(SYS_memfd_create), NO(SYS_pidfd_open), NO(SYS_pidfd_getfd), NO(SYS_process_vm_readv), NO(SYS_flock),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 1, 0), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        WORD(args[1]),
        NO(F_SETLK), NO(F_SETLKW), NO(F_GETLK), NO(F_OFD_SETLK), NO(F_SETSIG), NO(F_GETSIG),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof list / sizeof *list, list};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
        return perror("refuse"), 1;
    execv(argv[2], argv + 2);
    return perror(argv[2]), 1;
}
