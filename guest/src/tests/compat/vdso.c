// The vDSO of i386: its symbols with their versions, and calls through them.
// widths: 32
#include "guest.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include <sys/time.h>

static const char *strings;
static const Elf32_Sym *symbols;
static const uint32_t *hash;
static const Elf32_Versym *versions;
static const Elf32_Verdef *definitions;
static uintptr_t base;

static void read_dynamic(void)
{
    const Elf32_Ehdr *header = (const void *)base;
    const Elf32_Phdr *program = (const void *)(base + header->e_phoff);
    const Elf32_Dyn *dynamic = NULL;
    for (int i = 0; i < header->e_phnum; i++)
        if (program[i].p_type == PT_DYNAMIC)
            dynamic = (const void *)(base + program[i].p_vaddr);
    for (; dynamic->d_tag != DT_NULL; dynamic++) {
        const void *at = (const void *)(base + dynamic->d_un.d_ptr);
        switch (dynamic->d_tag) {
        case DT_STRTAB: strings = at; break;
        case DT_SYMTAB: symbols = at; break;
        case DT_HASH: hash = at; break;
        case DT_VERSYM: versions = at; break;
        case DT_VERDEF: definitions = at; break;
        }
    }
}

static const char *version_of(unsigned symbol)
{
    for (const Elf32_Verdef *each = definitions;; each = (const void *)((const char *)each + each->vd_next)) {
        if (each->vd_ndx == (versions[symbol] & 0x7fff))
            return strings + ((const Elf32_Verdaux *)((const char *)each + each->vd_aux))->vda_name;
        if (each->vd_next == 0)
            return "?";
    }
}

static void *find(const char *name)
{
    for (unsigned i = 1; i < hash[1]; i++) {
        if (strcmp(strings + symbols[i].st_name, name) == 0) {
            printf("%s: %s\n", name, version_of(i));
            return (void *)(base + symbols[i].st_value);
        }
    }
    printf("%s: none\n", name);
    return NULL;
}

static long vsyscall(void *entry, long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    struct { long f; void *entry; long number; } in = {f, entry, number};
    asm volatile("push %%ebp\n\tpush 4(%%eax)\n\tmov (%%eax), %%ebp\n\tmov 8(%%eax), %%eax\n\t"
                 "call *(%%esp)\n\tlea 4(%%esp), %%esp\n\tpop %%ebp"
                 : "=a"(result)
                 : "a"(&in), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
                 : "memory", "cc");
    return result;
}

static volatile int handled;
static void handler(int signal) { handled += signal; }

int main(void)
{
    base = getauxval(AT_SYSINFO_EHDR);
    void *entry = (void *)getauxval(AT_SYSINFO);
    show_bool("there", base != 0 && memcmp((void *)base, ELFMAG, 4) == 0);
    read_dynamic();
    show_bool("AT_SYSINFO is __kernel_vsyscall", find("__kernel_vsyscall") == entry);
    unsigned char *classic = find("__kernel_sigreturn");
    unsigned char *realtime = find("__kernel_rt_sigreturn");
    show_bool("sigreturn's code", memcmp(classic, "\x58\xb8\x77\0\0\0", 6) == 0);
    show_bool("rt_sigreturn's code", memcmp(realtime, "\xb8\xad\0\0\0", 5) == 0);
    show_bool("getpid", vsyscall(entry, SYS_getpid, 0, 0, 0, 0, 0, 0) == getpid());
    show_bool("close", vsyscall(entry, SYS_close, 99, 0, 0, 0, 0, 0) == -EBADF);
    char *page = (char *)vsyscall(entry, SYS_mmap2, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    show_bool("mmap2", (unsigned long)page < -4095UL && page[5000] == 0);
    int fd = open("/proc/self/exe", O_RDONLY);
    char *file = (char *)vsyscall(entry, SYS_mmap2, 0, 4096, PROT_READ, MAP_PRIVATE, fd, 1);
    char direct[16];
    pread(fd, direct, sizeof direct, 4096);
    show_bool("the sixth argument counts", memcmp(file, direct, sizeof direct) == 0);

    long (*gettime)(clockid_t, void *) = find("__vdso_clock_gettime");
    long (*gettime64)(clockid_t, void *) = find("__vdso_clock_gettime64");
    long (*resolution)(clockid_t, void *) = find("__vdso_clock_getres");
    long (*timeofday)(struct timeval *, void *) = find("__vdso_gettimeofday");
    time_t (*seconds)(time_t *) = find("__vdso_time");
    struct { long s, n; } small;
    struct { long long s, n; } large;
    show("clock_gettime", gettime(CLOCK_REALTIME, &small));
    show("clock_gettime64", gettime64(CLOCK_REALTIME, &large));
    show_bool("the same time", large.s - small.s <= 1);
    show("bad clock", gettime(99, &small) == -EINVAL ? 0 : 1);
    struct timeval now;
    show("gettimeofday", timeofday(&now, NULL));
    show_bool("time", seconds(NULL) - now.tv_sec <= 1);
    show("clock_getres", resolution(CLOCK_MONOTONIC, &small));

    // A call made through the vDSO is restarted like any other.
    int pipes[2];
    pipe(pipes);
    handle(SIGUSR1, handler, SA_RESTART);
    pid_t self = getpid();
    if (fork() == 0) {
        await_state(self, 'S');
        kill(self, SIGUSR1);
        sleep_millis(20);
        write(pipes[1], "x", 1);
        _exit(0);
    }
    char got = 0;
    show("read", vsyscall(entry, SYS_read, pipes[0], (long)&got, 1, 0, 0, 0));
    printf("got %c, handled %d\n", got, handled);
    wait(NULL);
    return 0;
}
