/* Ends a program, or fails it, at one of its changes to the file system: STOP=kill:7 kills it right
 * after the seventh, STOP=fail:7 lets the seventh fail as on a full disk, STOP=from:7 that and each one
 * after it. STOP_ONLY=NAME:NAME counts changes of files of these names alone. Its children are spared. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int kills, from, left;

__attribute__((constructor)) static void begin(void) {
    const char *how = getenv("STOP");
    char program[4096] = "";
    if (how && readlink("/proc/self/exe", program, sizeof program - 1) > 0
        && (strstr(program, "/command") || strstr(program, "/cg-plot-capture"))) {
        kills = !strncmp(how, "kill:", 5);
        from = !strncmp(how, "from:", 5);
        left = atoi(how + 5);
    }
}

static int fails(const char *path) {
    const char *only = getenv("STOP_ONLY");
    const char *name = strrchr(path, '/');
    if (only && !strstr(only, name ? name + 1 : path))
        return 0;
    if (kills || left == 0 || (left > 1 && --left))
        return 0;
    left = from;
    fputs("stopped\n", stderr);
    errno = ENOSPC;
    return 1;
}

static int done(int result) {
    if (kills && result == 0 && left && --left == 0)
        raise(SIGKILL);
    return result;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int rename(const char *from, const char *to) {
    return fails(to) ? -1 : done(REAL(rename)(from, to));
}

int mkdir(const char *path, mode_t mode) {
    return fails(path) ? -1 : done(REAL(mkdir)(path, mode));
}

int chmod(const char *path, mode_t mode) {
    return done(REAL(chmod)(path, mode));
}

int unlink(const char *path) {
    return done(REAL(unlink)(path));
}

int rmdir(const char *path) {
    return done(REAL(rmdir)(path));
}

int unlinkat(int folder, const char *path, int flags) {
    return done(REAL(unlinkat)(folder, path, flags));
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
    return done(REAL(utimensat)(folder, path, times, flags));
}
