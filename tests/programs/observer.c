/* Another preload, which shows what reaches it: it is loaded behind ours. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#ifdef ONLY_EXECV
int execv(const char *path, char *const argv[]) {
    puts("execv");
    exit(0);
}
#else
int execve(const char *path, char *const argv[], char *const envp[]) {
    puts("execve");
    for (; *envp; envp++)
        puts(*envp);
    exit(0);
}
#endif
