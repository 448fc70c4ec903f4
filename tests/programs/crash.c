/* Crashes, and reports it from a signal stack of the classic size, by a program with an environment of
   its own. Below the stack no memory can be touched. */
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#define CLASSIC 8192

static void report(int number) {
    char *argv[] = {"echo", "crash report", 0};
    char *environment[] = {"PATH=/bin", 0};
    execve("/bin/echo", argv, environment);
    _exit(number);
}

int main(void) {
    char *memory = mmap(0, 2 * CLASSIC, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(memory, CLASSIC, PROT_NONE);
    stack_t stack = {.ss_sp = memory + CLASSIC, .ss_size = CLASSIC};
    sigaltstack(&stack, 0);
    struct sigaction action = {.sa_handler = report, .sa_flags = SA_ONSTACK};
    sigaction(SIGSEGV, &action, 0);
    *(volatile char *)memory = 1;
}
