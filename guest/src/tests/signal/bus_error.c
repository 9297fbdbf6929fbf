// SIGBUS: beyond the end of a mapped file, with code and address.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static char *expected;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("%s %s, address %s\n", signal_name(signal), info->si_code == BUS_ADRERR ? "ADRERR" : "?",
           (char *)info->si_addr == expected ? "right" : "wrong");
    siglongjmp(back, 1);
}

int main(void)
{
    handle_info(SIGBUS, handler, 0);
    write_file("data", "short", 0644);
    int fd = open("data", O_RDWR);
    char *map = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    printf("inside: %c, rest of the page: %d\n", map[4], map[100]);
    expected = map + 4096 + 3;
    if (sigsetjmp(back, 1) == 0)
        *(volatile char *)expected;
    if (sigsetjmp(back, 1) == 0)
        *(volatile char *)expected = 1;
    ftruncate(fd, 4096 + 10);
    printf("grown: %d\n", *expected);
    ftruncate(fd, 0);
    expected = map;
    if (sigsetjmp(back, 1) == 0)
        *(volatile char *)expected;
    return 0;
}
