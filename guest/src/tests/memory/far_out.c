// Mappings of a file, and programs, from pages so far out that counting them in an int goes wrong. There is nothing
// there: an access gets SIGBUS, and nothing else happens.
// widths: 64
#include "guest.h"
#include <elf.h>

typedef Elf64_Ehdr Header;
typedef Elf64_Phdr Segment;
static const long long distances[] = {1LL << 32, 1LL << 43, 1LL << 44, 1LL << 62, 0x7fffffffffff0000};

static void *map(int fd, int protection, int flags, long long at)
{
    return mmap(NULL, 8192, protection, flags, fd, at);
}

enum access { READ, WRITE, CALL };

static void try_access(const char *what, int fd, int protection, int flags, enum access how, long long at)
{
    pid_t pid = fork();
    if (pid == 0) {
        volatile char *page = map(fd, protection, flags, at);
        if (page == MAP_FAILED)
            _exit(errno);
        if (how == CALL)
            ((void (*)(void))(uintptr_t)page)();
        else if (how == WRITE)
            page[5] = 1;
        else
            (void)page[4096 + 5];
        _exit(0);
    }
    show_end(what, pid);
}

// A program of one segment, which is to come from `offset` in its file.
static void run_program(unsigned long long offset, int flags)
{
    struct {
        Header header;
        Segment segment;
    } file = {
        .header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT}, .e_type = ET_EXEC, .e_machine = EM_X86_64,
                   .e_version = EV_CURRENT, .e_entry = 0x400100, .e_phoff = sizeof(Header), .e_ehsize = sizeof(Header),
                   .e_phentsize = sizeof(Segment), .e_phnum = 1},
        .segment = {.p_type = PT_LOAD, .p_flags = (unsigned)flags, .p_offset = offset, .p_vaddr = 0x400000, .p_filesz = 4096, .p_memsz = 4096,
                    .p_align = 4096},
    };
    int fd = open("program", O_WRONLY | O_CREAT | O_TRUNC, 0755);
    write(fd, &file, sizeof file);
    ftruncate(fd, 8192);
    close(fd);
    pid_t pid = fork();
    if (pid == 0) {
        execl("program", "program", NULL);
        _exit(errno);
    }
    show_end("program", pid);
}

int main(void)
{
    int own = open("/proc/self/exe", O_RDONLY);
    int other = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
    ftruncate(other, 4096);
    // Code of this file is known already.
    void *code = map(own, PROT_READ | PROT_EXEC, MAP_PRIVATE, 0);
    show_bool("mapped", code != MAP_FAILED);
    show_ok("the last page", (long)map(own, PROT_READ, MAP_PRIVATE, 0x7fffffffffffd000));
    show_ok("one more", (long)map(own, PROT_READ, MAP_PRIVATE, 0x7fffffffffffe000));
    show_ok("half out", (long)map(own, PROT_READ, MAP_PRIVATE, 0x7ffffffffffff000));
    show_ok("negative", (long)map(own, PROT_READ, MAP_SHARED, (long long)(1ULL << 63)));
    show_ok("the last of all", (long)map(own, PROT_READ, MAP_PRIVATE, -4096));
    show_ok("anonymous", (long)map(-1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -4096));
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++) {
        long long at = distances[i];
        printf("at %#llx\n", at);
        try_access("private read", own, PROT_READ, MAP_PRIVATE, READ, at);
        try_access("private call", own, PROT_READ | PROT_EXEC, MAP_PRIVATE, CALL, at);
        try_access("private write", own, PROT_READ | PROT_WRITE, MAP_PRIVATE, WRITE, at);
        try_access("shared read", own, PROT_READ, MAP_SHARED, READ, at);
        try_access("shared call", own, PROT_READ | PROT_EXEC, MAP_SHARED, CALL, at);
        try_access("shared write", other, PROT_READ | PROT_WRITE, MAP_SHARED, WRITE, at);
        run_program((unsigned long long)at, PF_R | PF_X);
        run_program((unsigned long long)at, PF_R | PF_W | PF_X);
    }
    run_program(1ULL << 63, PF_R | PF_X);
    run_program(~0ULL << 12, PF_R | PF_X);
    return 0;
}
