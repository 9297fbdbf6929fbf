// Fork by inline assembly: clone, number 120, through int $0x80, with what the registers happen to hold
// cleared first.
// widths: 32
#include "guest.h"

int main(void)
{
    int pid;
    asm volatile("xor %%ebx, %%ebx\n\t"
                 "xor %%ecx, %%ecx\n\t"
                 "mov $0x78, %%eax\n\t"
                 "int $0x80\n\t"
                 "mov %%eax, %0\n\t"
                 : "=m"(pid)
                 :
                 : "eax", "ebx", "ecx", "memory");
    if (pid < 0) {
        fprintf(stderr, "Fork Failed!");
        exit(-1);
    } else if (pid == 0) {
        sleep_millis(20);
        printf("This is Child Process!\n");
    } else {
        printf("This is Parent Process!\n");
        // Without an exit signal the child is one of clone's: only __WCLONE finds it.
        show("wait", wait(NULL));
        waitpid(pid, NULL, __WALL);
        printf("Child Complete!\n");
    }
    return 0;
}
