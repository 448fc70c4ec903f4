/* A preload that says on stderr which of our variables a process sets or takes out. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void say(const char *function, const char *entry) {
    int length = strcspn(entry, "=");
    if (strncmp(entry, "CG_PLOT_", 8) == 0 || strncmp(entry, "LD_PRELOAD", 10) == 0)
        dprintf(2, "%s %.*s\n", function, length, entry);
}

int setenv(const char *name, const char *value, int overwrite) {
    say("setenv", name);
    int (*real)(const char *, const char *, int) = dlsym(RTLD_NEXT, "setenv");
    return real(name, value, overwrite);
}

int putenv(char *entry) {
    say("putenv", entry);
    int (*real)(char *) = dlsym(RTLD_NEXT, "putenv");
    return real(entry);
}

int unsetenv(const char *name) {
    say("unsetenv", name);
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unsetenv");
    return real(name);
}
