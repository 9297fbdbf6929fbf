// Where stack, mappings, heap, vDSO and random bytes of a program lie at each start, with random addresses and with
// ADDR_NO_RANDOMIZE.
#include "guest.h"
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>

enum { STARTS = 6, PLACES = 5 };
static const char *const names[PLACES] = {"stack", "mapping", "heap", "vdso", "bytes"};

static void tell(void)
{
    unsigned long long places[PLACES];
    int local;
    places[0] = (uintptr_t)&local;
    places[1] = (uintptr_t)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    places[2] = (uintptr_t)syscall(SYS_brk, 0);
    places[3] = getauxval(AT_SYSINFO_EHDR);
    memcpy(&places[4], (void *)getauxval(AT_RANDOM), sizeof places[4]);
    write(3, places, sizeof places);
}

static void starts(const char *what, unsigned long persona)
{
    unsigned long long places[STARTS][PLACES];
    for (int i = 0; i < STARTS; i++) {
        int ends[2];
        pipe(ends);
        pid_t pid = fork();
        if (pid == 0) {
            personality(persona);
            dup2(ends[1], 3);
            execl("/proc/self/exe", "self", "tell", NULL);
            _exit(1);
        }
        waitpid(pid, NULL, 0);
        show_bool("told", read(ends[0], places[i], sizeof places[i]) == sizeof places[i]);
        close(ends[0]);
        close(ends[1]);
    }
    for (int p = 0; p < PLACES; p++) {
        int others = 0;
        for (int i = 1; i < STARTS; i++)
            others += places[i][p] != places[0][p];
        printf("%s, %s: %s\n", what, names[p], others ? "differ" : "the same");
    }
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) {
        tell();
        return 0;
    }
    dup2(1, 3);
    char before[16];
    static const char switch_file[] = "/proc/sys/kernel/randomize_va_space";
    read_file(switch_file, before, sizeof before);
    show_bool("switched on", put_text(switch_file, "2") == 1);
    starts("random", 0);
    starts("not random", ADDR_NO_RANDOMIZE);
    put_text(switch_file, before);
    return 0;
}
