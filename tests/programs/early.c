/* A library whose constructor, ahead of ours, starts a program with an empty environment. */
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>

__attribute__((constructor)) static void start_early(void) {
    char *arguments[] = {"env", NULL}, *nothing[] = {NULL};
    pid_t child;
    int failed = posix_spawnp(&child, "env", NULL, NULL, arguments, nothing);
    if (failed == 0)
        waitpid(child, NULL, 0);
    printf("early: %d\n", failed);
}
