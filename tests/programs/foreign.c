/* A program that is none of our business: it says something on both outputs, starts another program
   with nothing in its environment, and exits with 7. With an argument it writes past what it has. */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

int main(int argc, char **argv) {
    char *text = malloc(32), *echo[] = {"echo", "from a child", NULL}, *nothing[] = {NULL};
    strcpy(text, "all is well");
    puts(text);
    fflush(stdout);
    pid_t child;
    int status = 0, failed = posix_spawn(&child, "/bin/echo", NULL, NULL, echo, nothing);
    if (failed == 0)
        waitpid(child, &status, 0);
    fprintf(stderr, "%d arguments, child: %s, %d\n", argc, strerror(failed), status);
    if (argc > 1)
        text[40] = 1;
    free(text);
    return 7;
}
