/* exec HOW FUNCTION COUNT PROGRAM [ENTRY...]
 *
 * Starts PROGRAM by FUNCTION with COUNT arguments and an environment of ENTRYs alone. HOW: plain,
 * vfork, thread (in the child of a fork of a threaded process), signal (in a handler on a small stack),
 * attributes (of posix_spawn). Says with which error that failed. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char *how, *function, *program;
static int count;
static char *arguments[21];
static char **entries;

#define A5 a[0], a[1], a[2], a[3], a[4]
#define END (char *)NULL

/* The one call of a variadic function, with as many arguments as asked for. */
#define CALL(name, ...)                                                                            \
    switch (count) {                                                                               \
    case 0: name(program, END, ##__VA_ARGS__); break;                                              \
    case 1: name(program, a[0], END, ##__VA_ARGS__); break;                                        \
    case 5: name(program, A5, END, ##__VA_ARGS__); break;                                          \
    case 6: name(program, A5, a[5], END, ##__VA_ARGS__); break;                                    \
    case 7: name(program, A5, a[5], a[6], END, ##__VA_ARGS__); break;                              \
    case 20:                                                                                       \
        name(program, A5, a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15],  \
             a[16], a[17], a[18], a[19], END, ##__VA_ARGS__);                                      \
    }

static int spawned(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int spawn(void) {
    posix_spawn_file_actions_t actions, *with_actions = NULL;
    posix_spawnattr_t attributes, *with_attributes = NULL;
    if (strcmp(how, "attributes") == 0) {
        sigset_t mask;
        sigemptyset(&mask);
        sigaddset(&mask, SIGUSR2);
        posix_spawn_file_actions_init(with_actions = &actions);
        posix_spawn_file_actions_addopen(&actions, 9, "/etc/passwd", O_RDONLY, 0);
        posix_spawnattr_init(with_attributes = &attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
        posix_spawnattr_setsigmask(&attributes, &mask);
    }
    pid_t child;
    int failed = (strcmp(function, "posix_spawn") == 0 ? posix_spawn : posix_spawnp)(
        &child, program, with_actions, with_attributes, arguments, entries);
    if (failed == 0)
        _exit(spawned(child));
    return failed;
}

static int is(const char *name) { return strcmp(function, name) == 0; }

/* Returns the error. */
static int go(void) {
    char **a = arguments;
    errno = 0;
    if (is("execve")) execve(program, a, entries);
    else if (is("execvpe")) execvpe(program, a, entries);
    else if (is("fexecve")) fexecve(open(program, O_RDONLY | O_CLOEXEC), a, entries);
#ifdef __GLIBC__
    else if (is("execveat")) execveat(AT_FDCWD, program, a, entries, 0);
#endif
    else if (is("execle")) { CALL(execle, entries) }
    else if (strncmp(function, "posix_spawn", 11) == 0) return spawn();
    else {
        environ = entries;
        if (is("execv")) execv(program, a);
        else if (is("execvp")) execvp(program, a);
        else if (is("execl")) { CALL(execl) }
        else if (is("execlp")) { CALL(execlp) }
        else return -1;
    }
    return errno;
}

static int say(int error) {
    char text[64];
    write(1, text, snprintf(text, sizeof text, "error %d\n", error));
    return 9;
}

static void handler(int number) { _exit(say(go())); }

static void *wait_for_ever(void *nothing) {
    for (;;)
        pause();
}

int main(int argc, char **argv) {
    static char names[20][8];
    how = argv[1], function = argv[2], count = atoi(argv[3]), program = argv[4], entries = argv + 5;
    for (int i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "a%d", i);
        arguments[i] = names[i];
    }
    if (strcmp(how, "vfork") == 0) {
        pid_t child = vfork();
        if (child == 0)
            _exit(say(go()));
        return spawned(child);
    }
    if (strcmp(how, "thread") == 0) {
        pthread_t thread;
        pthread_create(&thread, NULL, wait_for_ever, NULL);
        pid_t child = fork();
        if (child == 0)
            _exit(say(go()));
        return spawned(child);
    }
    if (strcmp(how, "signal") == 0) {
        /* What our own frames take at most, and a page for libc's. */
        stack_t stack = {.ss_sp = malloc(20480), .ss_size = 20480};
        struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
        sigaltstack(&stack, NULL);
        sigaction(SIGUSR1, &action, NULL);
        raise(SIGUSR1);
    }
    return say(go());
}
