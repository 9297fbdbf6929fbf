// mremap with old size 0 makes a second view of a shared map.
#include "guest.h"

int main(void)
{
    int rw = PROT_READ | PROT_WRITE;
    char *map = mmap(NULL, 8192, rw, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char *view = mremap(map, 0, 8192, MREMAP_MAYMOVE);
    show_bool("another place", view != MAP_FAILED && view != map);
    strcpy(map + 4096, "through one");
    printf("%s\n", view + 4096);
    strcpy(view, "through the other");
    printf("%s\n", map);
    pid_t pid = fork();
    if (pid == 0) {
        strcpy(view, "from the child");
        _exit(0);
    }
    show_end("child", pid);
    printf("%s\n", map);
    return 0;
}
