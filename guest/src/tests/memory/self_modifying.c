// Code written at run time runs, and runs as changed after it was rewritten.
// widths: 64
#include "guest.h"

typedef int (*function)(void);

static void assemble(unsigned char *code, int value)
{
    code[0] = 0xb8; // mov $value, %eax
    memcpy(code + 1, &value, 4);
    code[5] = 0xc3; // ret
}

int main(void)
{
    int all = PROT_READ | PROT_WRITE | PROT_EXEC;
    unsigned char *code = mmap(NULL, 4096, all, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
        assemble(code, i);
        sum += ((function)code)();
    }
    printf("sum %ld\n", sum);
    // A loop that rewrites the immediate of an instruction ahead of itself.
    unsigned char *loop = code + 256;
    static const unsigned char text[] = {
        0x31, 0xc0,                   // xor %eax, %eax
        0xb9, 0x05, 0x00, 0x00, 0x00, // mov $5, %ecx
        0xfe, 0x05, 0x01, 0x00, 0x00, 0x00, // incb next instruction's immediate
        0x05, 0x00, 0x00, 0x00, 0x00, // add $0, %eax
        0xff, 0xc9,                   // dec %ecx
        0x75, 0xf1,                   // jnz incb
        0xc3};
    memcpy(loop, text, sizeof text);
    printf("rewriting itself: %d\n", ((function)loop)());
    assemble(code, 1);
    ((function)code)();
    mprotect(code, 4096, PROT_READ | PROT_EXEC);
    printf("read-only code: %d\n", ((function)code)());
    pid_t pid = fork();
    if (pid == 0) {
        mprotect(code, 4096, all);
        assemble(code, 50);
        _exit(((function)code)());
    }
    show_end("child's code", pid);
    printf("parent's code: %d\n", ((function)code)());
    return 0;
}
