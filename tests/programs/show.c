/* Shows what a new program was given: arguments, environment, signals, group, descriptor 9. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv) {
    sigset_t blocked;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    printf("%d arguments, group %s, SIGUSR2 %s, 9 %s\n", argc,
           getpgrp() == getpid() ? "of its own" : "of its parent",
           sigismember(&blocked, SIGUSR2) ? "blocked" : "open",
           lseek(9, 0, SEEK_CUR) == 0 ? "open" : "closed");
    for (int i = 0; i < argc; i++)
        printf("argument %s\n", argv[i]);
    for (char **entry = environ; *entry; entry++)
        puts(*entry);
    return 0;
}
