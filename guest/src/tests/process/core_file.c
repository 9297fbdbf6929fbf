// widths: 64
// The core file of a process that a signal ends: when there is one, and what is in it.
#include "guest.h"
#include <elf.h>
#include <sys/prctl.h>
#include <sys/procfs.h>
#include <sys/resource.h>

static char marked[64];

static int crash(const char *what, rlim_t limit, void (*prepare)(void))
{
    unlink("core");
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){limit, RLIM_INFINITY});
        strcpy(marked, "written by the child");
        if (prepare != NULL)
            prepare();
        *(volatile int *)0x1234 = 1;
    }
    int status;
    waitpid(child, &status, 0);
    struct stat at;
    bool there = stat("core", &at) == 0;
    printf("%s: %s, core dumped: %s, file: %s\n", what, signal_name(WTERMSIG(status)),
           WCOREDUMP(status) ? "yes" : "no", there ? "yes" : "no");
    if (there) {
        show_bool("  private", (at.st_mode & 0777) == 0600);
        show_bool("  within the limit", (rlim_t)at.st_size <= limit);
    }
    return child;
}

static void not_dumpable(void) { prctl(PR_SET_DUMPABLE, 0); }
static void elsewhere(void) { chdir("/proc"); }
static void by_abort(void) { abort(); }
static void by_term(void) { raise(SIGTERM); }

// The bytes that the core holds for an address, or NULL.
static const char *memory(const char *core, unsigned long address)
{
    const Elf64_Ehdr *header = (const void *)core;
    const Elf64_Phdr *segment = (const void *)(core + header->e_phoff);
    for (int i = 0; i < header->e_phnum; i++) {
        if (segment[i].p_type == PT_LOAD && address >= segment[i].p_vaddr &&
            address < segment[i].p_vaddr + segment[i].p_filesz)
            return core + segment[i].p_offset + (address - segment[i].p_vaddr);
    }
    return NULL;
}

static void look(int child)
{
    int fd = open("core", O_RDONLY);
    struct stat at;
    fstat(fd, &at);
    const char *core = mmap(NULL, (size_t)at.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    const Elf64_Ehdr *header = (const void *)core;
    const Elf64_Phdr *notes = (const void *)(core + header->e_phoff);
    show_bool("an ELF core", memcmp(core, ELFMAG, 4) == 0 && header->e_type == ET_CORE);
    show_bool("notes first", notes->p_type == PT_NOTE);
    show("machine", header->e_machine);
    const char *note = core + notes->p_offset, *end = note + notes->p_filesz;
    unsigned seen = 0;
    while (note < end) {
        const Elf64_Nhdr *n = (const void *)note;
        const char *content = note + sizeof *n + 8;
        note = content + ((n->n_descsz + 3) & ~3u);
        if (n->n_type == NT_PRSTATUS) {
            const struct elf_prstatus *status = (const void *)content;
            show("prstatus bytes", n->n_descsz);
            show("current signal", status->pr_cursig);
            show_bool("its pid", status->pr_pid == child);
            show_bool("its parent", status->pr_ppid == getpid());
            unsigned long ip = status->pr_reg[16], sp = status->pr_reg[19];
            show_bool("stack is there", memory(core, sp) != NULL);
            show_bool("code where it was", ip != 0);
            seen |= 1;
        } else if (n->n_type == NT_PRPSINFO) {
            const struct elf_prpsinfo *info = (const void *)content;
            printf("name: %s\n", info->pr_fname);
            seen |= 2;
        } else if (n->n_type == NT_SIGINFO) {
            const siginfo_t *info = (const void *)content;
            printf("siginfo: %s at %p\n", signal_name(info->si_signo), info->si_addr);
            seen |= 4;
        } else if (n->n_type == NT_AUXV) {
            seen |= 8;
        } else if (n->n_type == NT_FPREGSET) {
            show("floating point bytes", n->n_descsz);
            seen |= 16;
        } else if (n->n_type == NT_FILE) {
            seen |= 32;
        }
    }
    show("kinds of notes", seen);
    const char *found = memory(core, (unsigned long)marked);
    printf("memory: %s\n", found == NULL ? "-" : found);
}

int main(void)
{
    crash("no limit given", 0, NULL);
    int child = crash("unlimited", RLIM_INFINITY, NULL);
    look(child);
    crash("two pages", 8192, NULL);
    crash("less than a page", 4095, NULL);
    crash("not dumpable", RLIM_INFINITY, not_dumpable);
    crash("nowhere to write", RLIM_INFINITY, elsewhere);
    crash("abort", RLIM_INFINITY, by_abort);
    crash("a signal without core", RLIM_INFINITY, by_term);
    unlink("core");
    symlink("other", "core");
    pid_t linked = fork();
    if (linked == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
        abort();
    }
    int status;
    waitpid(linked, &status, 0);
    show_bool("through a link", WCOREDUMP(status) != 0);
    show_bool("file behind the link", access("other", F_OK) == 0);
}
