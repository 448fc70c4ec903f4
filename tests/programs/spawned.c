/* spawned MARK OURS: succeeds if its environment is whole: MARK once, every entry with a name, and each of
   ours OURS times (0 or 1). */
#include <stdlib.h>
#include <string.h>

extern char **environ;

int main(int argc, char **argv) {
    static const char *ours[] = {"LD_PRELOAD=", "CG_PLOT_MODE=both", "CG_PLOT_CHANNEL="};
    int marks = 0, found[3] = {0}, expected = atoi(argv[2]);
    for (char **entry = environ; *entry; entry++) {
        if (!strchr(*entry, '='))
            return 2;
        marks += strcmp(*entry, argv[1]) == 0;
        for (int i = 0; i < 3; i++)
            found[i] += strncmp(*entry, ours[i], strlen(ours[i])) == 0;
    }
    for (int i = 0; i < 3; i++)
        if (found[i] != expected)
            return 3 + i;
    return marks == 1 ? 0 : 1;
}
