// widths: 64
// Much more address space reserved than there is memory, and some of it used.
#include "guest.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define TIB (1UL << 40)

static sigjmp_buf back;

static void fault(int sig)
{
    siglongjmp(back, sig);
}

static char *reserve(const char *what, size_t size)
{
    char *at = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    show_bool(what, at != MAP_FAILED);
    return at;
}

static void touches(const char *what, volatile char *at)
{
    int sig = sigsetjmp(back, 1);
    if (sig == 0)
        *at += 1;
    printf("%s: %s\n", what, sig == 0 ? "done" : sig == SIGSEGV ? "SIGSEGV" : "another signal");
}

static void used(char *at, size_t size)
{
    touches("its start", at);
    touches("its end", at + size - 1);
    show("a part for use", mprotect(at + 8192, 8192, PROT_READ | PROT_WRITE));
    touches("that part", at + 8192);
    touches("before it", at + 4096);
    touches("behind it", at + 16384);
    char *fixed = mmap(at + (1 << 30), 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    show_bool("another over it", fixed == at + (1 << 30));
    strcpy(fixed, "text");
    pid_t child = fork();
    if (child == 0) {
        show_bool("in the child", at[8192] == 1 && !strcmp(fixed, "text"));
        fixed[0] = 'T';
        touches("reserved there", at + 100 * (1UL << 30));
        show("more", mprotect(at + 2 * (1UL << 30), 4096, PROT_READ | PROT_WRITE));
        touches("used", at + 2 * (1UL << 30));
        fflush(stdout);
        _exit(munmap(at, size));
    }
    int status = -1;
    waitpid(child, &status, 0);
    printf("child: %#x\n", status);
    show_bool("still", !strcmp(fixed, "text"));
    show("given back", madvise(at + 8192, 8192, MADV_DONTNEED));
    printf("again %d\n", at[8192]);
    show("withdrawn", mprotect(at, 4UL << 30, PROT_NONE));
    touches("after that", fixed);
}

int main(void)
{
    signal(SIGSEGV, fault);
    setvbuf(stdout, NULL, _IONBF, 0);
    char *large = reserve("eight", 8 * TIB);
    used(large, 8 * TIB);
    char *other = reserve("another", 16 * TIB);
    touches("the other", other + 12 * TIB);
    unsigned char vector[1];
    show("mincore", mincore(other + 12 * TIB, 4096, vector));
    printf("in memory: %d\n", vector[0]);
    show("lock", mlock(other, 4096));
    show("unmap a part", munmap(other + 4 * TIB, TIB));
    show("unmap", munmap(other, 16 * TIB));
    char *moved = mremap(large, 8 * TIB, 9 * TIB, MREMAP_MAYMOVE);
    show_bool("remap", moved == MAP_FAILED);
    show("unmap", munmap(large, 8 * TIB));
    reserve("more than there is", 200 * TIB);
    reserve("again", 8 * TIB);
    return 0;
}
