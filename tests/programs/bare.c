/* A program without libc: it says that all is well and exits with 7. */
#define TEXT "all is well\n"

#if defined(__x86_64__)
static long call(long number, long first, const char *second, long third) {
    long answer;
    __asm__ volatile("syscall" : "=a"(answer) : "a"(number), "D"(first), "S"(second), "d"(third)
                     : "rcx", "r11", "memory");
    return answer;
}
enum { WRITE = 1, EXIT = 60 };
#elif defined(__i386__)
static long call(long number, long first, const char *second, long third) {
    long answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "a"(number), "b"(first), "c"(second), "d"(third)
                     : "memory");
    return answer;
}
enum { WRITE = 4, EXIT = 1 };
#elif defined(__aarch64__)
static long call(long number, long first, const char *second, long third) {
    register long x8 __asm__("x8") = number, x0 __asm__("x0") = first, x2 __asm__("x2") = third;
    register const char *x1 __asm__("x1") = second;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}
enum { WRITE = 64, EXIT = 93 };
#endif

void _start(void) {
    call(WRITE, 1, TEXT, sizeof TEXT - 1);
    for (;;)
        call(EXIT, 7, 0, 0);
}
