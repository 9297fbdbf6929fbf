// /proc/self/maps: the program, heap, stack and vDSO, in order and with their rights.
#include "guest.h"

int main(void)
{
    char line[512], *heap = malloc(100);
    int order = 1, code = 0, stack = 0, in_heap = 0, vdso = 0, file_lines = 0;
    unsigned long last = 0;
    int local = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long start, end, offset, inode;
        char rights[8], device[16], name[256] = "";
        int fields = sscanf(line, "%lx-%lx %7s %lx %15s %lu %255s", &start, &end, rights, &offset, device,
                            &inode, name);
        if (fields < 6)
            printf("odd line: %s", line);
        order &= start >= last && end > start && start % 4096 == 0 && end % 4096 == 0;
        last = end;
        unsigned long here = (unsigned long)&main;
        if (here >= start && here < end)
            code = strcmp(rights, "r-xp") == 0 && inode != 0 && strstr(name, "/maps") != NULL;
        if ((unsigned long)heap >= start && (unsigned long)heap < end)
            in_heap = strcmp(rights, "rw-p") == 0 && strcmp(name, "[heap]") == 0;
        if ((unsigned long)&local >= start && (unsigned long)&local < end)
            stack = strncmp(rights, "rw", 2) == 0 && strcmp(name, "[stack]") == 0;
        vdso |= strcmp(name, "[vdso]") == 0 && strcmp(rights, "r-xp") == 0;
        file_lines += inode != 0;
    }
    printf("order %d code %d heap %d stack %d vdso %d\n", order, code, in_heap, stack, vdso);
    show_bool("several lines of the file", file_lines >= 3);
    return 0;
}
