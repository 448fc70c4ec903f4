/* starts COUNT: starts itself COUNT times, one after the other, with thirty entries in its environment. */
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

int main(int count, char **arguments) {
    char *child[] = {arguments[0], "0", NULL};
    char *entries[31] = {NULL};
    for (int at = 0; at < 30; at++)
        entries[at] = "VARIABLE=a value as long as most of them are";
    (void)count;
    for (int left = atoi(arguments[1]); left > 0; left--) {
        pid_t pid;
        int status;
        if (posix_spawn(&pid, arguments[0], NULL, NULL, child, entries) != 0)
            return 1;
        if (waitpid(pid, &status, 0) != pid || status != 0)
            return 1;
    }
    return 0;
}
