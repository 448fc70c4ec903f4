/* spawner COUNT OURS SPAWNED: 8 threads start SPAWNED, COUNT times in all, by each function in the child of a
   vfork, of a fork or at once, while other threads allocate, change the environment and take signals. Says
   how many of them it found otherwise than it should, and how many descriptors are left open. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8
#define HERE "HERE=the process's own"

static atomic_int next, failures, done;
static int count;
static char *program, *ours;

/* The functions that are given an environment; the last three search `PATH`, or need not. */
static void give(int function, char **argv, char **envp) {
    switch (function) {
    case 0: execve(program, argv, envp); break;
    case 1: execvpe(program, argv, envp); break;
    case 2: execle(program, argv[0], argv[1], argv[2], (char *)NULL, envp); break;
    case 3: fexecve(atoi(argv[3]), argv, envp); break;
#ifdef __GLIBC__
    case 4: execveat(AT_FDCWD, program, argv, envp, 0); break;
#endif
    case 5: execv(program, argv); break;
    case 6: execvp(program, argv); break;
    case 7: execl(program, argv[0], argv[1], argv[2], (char *)NULL); break;
    case 8: execlp(program, argv[0], argv[1], argv[2], (char *)NULL); break;
    }
    _exit(100 + function);
}

static pid_t start(int number, char **argv, char **envp) {
    int way = number % 3, function = number / 3 % 9;
    pid_t child;
#ifndef __GLIBC__
    function = function == 4 ? 0 : function;
#endif
    /* What takes the process's own environment has no mark but that. */
    if (function >= 5 && way < 2)
        argv[1] = HERE;
    if (way == 0)
        child = vfork();
    else if (way == 1)
        child = fork();
    else {
        int failed = (number & 1 ? posix_spawn : posix_spawnp)(&child, program, NULL, NULL, argv, envp);
        return failed ? -1 : child;
    }
    if (child == 0)
        give(function, argv, envp);
    return child;
}

static void *spawn(void *nothing) {
    char mark[32], descriptor[16], *argv[] = {program, mark, ours, descriptor, NULL};
    char *envp[70] = {mark, "PATH=/usr/bin:/bin"};
    int open_program = open(program, O_RDONLY | O_CLOEXEC);
    snprintf(descriptor, sizeof descriptor, "%d", open_program);
    for (int number; (number = next++) < count;) {
        int status = -1;
        snprintf(mark, sizeof mark, "MARK=%d", number);
        argv[1] = mark;
        argv[3] = descriptor;
        /* Few entries, and so many that a larger array is needed. */
        for (int i = 2; i < 69; i++)
            envp[i] = number % 2 ? "MORE=x" : NULL;
        pid_t child = start(number, argv, envp);
        while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
        if (child <= 0 || status != 0) {
            printf("%d: child %d, status %#x\n", number, child, status);
            failures++;
        }
    }
    close(open_program);
    return NULL;
}

static void *allocate(void *nothing) {
    void *kept[64] = {0};
    for (unsigned i = 0; !done; i++) {
        free(kept[i % 64]);
        memset(kept[i % 64] = malloc(i % 5000 + 1), i, i % 5000 + 1);
    }
    for (int i = 0; i < 64; i++)
        free(kept[i]);
    return NULL;
}

/* The array stays where it is: libc itself reads it without a lock. */
static void *change(void *nothing) {
    char value[16];
    for (unsigned i = 0; !done; i++) {
        snprintf(value, sizeof value, "%u", i % 10);
#ifndef STILL
        setenv("CHANGED", value, 1);
#endif
        if (i % 64 == 0)
            kill(getpid(), SIGUSR1);
    }
    return NULL;
}

static void handler(int number) {}

int main(int argc, char **argv) {
    pthread_t spawners[THREADS], others[3];
    count = atoi(argv[1]), ours = argv[2], program = argv[3];
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    setenv("CHANGED", "0", 1);
    setenv("HERE", HERE + 5, 1);
    for (int i = 0; i < 3; i++)
        pthread_create(&others[i], NULL, i ? allocate : change, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&spawners[i], NULL, spawn, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(spawners[i], NULL);
    done = 1;
    for (int i = 0; i < 3; i++)
        pthread_join(others[i], NULL);
    int open_files = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder))
        open_files++;
    closedir(folder);
    printf("%d of %d failed, %d open\n", failures, count, open_files);
    return failures != 0;
}
