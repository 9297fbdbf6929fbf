// Accesses beyond a segment's limit, or of a kind that it forbids, get SIGSEGV without an address: Intel SDM vol. 3, 5.3.
// widths: 32
#include "guest.h"
#include <asm/ldt.h>
#include <setjmp.h>

static char area[8192] __attribute__((aligned(4096)));
static sigjmp_buf back;
static siginfo_t last;

static void trapped(int signal, siginfo_t *info, void *context)
{
    (void)context;
    last = *info;
    siglongjmp(back, signal);
}

static unsigned local(unsigned entry, unsigned limit, int contents, int read_only, int pages)
{
    struct user_desc d = {
        .entry_number = entry,
        .base_addr = (unsigned)area,
        .limit = limit,
        .seg_32bit = 1,
        .contents = (unsigned)contents,
        .read_exec_only = (unsigned)read_only,
        .limit_in_pages = (unsigned)pages,
        .useable = 1,
    };
    show("set", syscall(SYS_modify_ldt, 0x11, &d, sizeof d));
    return entry << 3 | 7;
}

static void result(const char *what, int signal)
{
    if (signal == 0)
        printf("%s: ok\n", what);
    else
        printf("%s: %s code %d address %p\n", what, signal_name(signal), last.si_code, last.si_addr);
}

static void read_at(const char *what, unsigned selector, unsigned offset)
{
    int signal = sigsetjmp(back, 1), value = 0;
    if (signal == 0)
        asm volatile("mov %1, %%fs\n\tmovl %%fs:(%2), %0\n\tmov %3, %%fs"
                     : "=&r"(value)
                     : "r"(selector), "r"(offset), "r"(0)
                     : "memory");
    else
        asm volatile("mov %0, %%fs" : : "r"(0));
    result(what, signal);
}

static void write_at(const char *what, unsigned selector, unsigned offset)
{
    int signal = sigsetjmp(back, 1);
    if (signal == 0)
        asm volatile("mov %0, %%fs\n\tmovb $1, %%fs:(%1)\n\tmov %2, %%fs"
                     :
                     : "r"(selector), "r"(offset), "r"(0)
                     : "memory");
    else
        asm volatile("mov %0, %%fs" : : "r"(0));
    result(what, signal);
}

// Sums up through FS until the end, in a loop that gets hot.
static void loop(const char *what, unsigned selector, unsigned count)
{
    int signal = sigsetjmp(back, 1);
    static volatile unsigned reached;
    if (signal == 0) {
        asm volatile("mov %0, %%fs" : : "r"(selector));
        for (unsigned i = 0; i < count; i++) {
            unsigned char value;
            asm volatile("movb %%fs:(%1), %0" : "=q"(value) : "r"(i));
            reached = i + value;
        }
    }
    asm volatile("mov %0, %%fs" : : "r"(0));
    result(what, signal);
    printf("last %u\n", reached);
}

static void copy(const char *what, unsigned selector, unsigned from, unsigned count)
{
    static char target[64];
    int signal = sigsetjmp(back, 1);
    if (signal == 0) {
        char *to = target;
        asm volatile("mov %3, %%fs\n\trep movsb %%fs:(%%esi), %%es:(%%edi)"
                     : "+S"(from), "+D"(to), "+c"(count)
                     : "r"(selector)
                     : "memory");
    }
    asm volatile("mov %0, %%fs" : : "r"(0));
    result(what, signal);
}

int main(void)
{
    handle_info(SIGSEGV, trapped, SA_NODEFER);
    handle_info(SIGBUS, trapped, SA_NODEFER);
    unsigned bytes = local(0, 99, 0, 0, 0);
    read_at("first", bytes, 0);
    read_at("last whole", bytes, 96);
    read_at("across the limit", bytes, 97);
    read_at("beyond", bytes, 100);
    read_at("far beyond", bytes, 0xfffffff0);
    write_at("write the last", bytes, 99);
    write_at("write beyond", bytes, 100);
    unsigned pages = local(1, 0, 0, 0, 1);
    read_at("end of the page", pages, 4092);
    read_at("next page", pages, 4096);
    unsigned constant = local(2, 0xfffff, 0, 1, 1);
    read_at("read-only, read", constant, 0);
    write_at("read-only, write", constant, 0);
    unsigned down = local(3, 99, 1, 0, 0);
    read_at("expands down, below", down, 96);
    read_at("expands down, at the limit", down, 99);
    read_at("expands down, above", down, 100);
    loop("loop", bytes, 3000);
    loop("shorter loop", bytes, 100);
    copy("copy", bytes, 50, 50);
    copy("copy beyond", bytes, 90, 20);
    unsigned all = local(4, 0xfffff, 0, 0, 1);
    read_at("no limit", all, 5000);
    struct user_desc tls = {.entry_number = -1, .base_addr = (unsigned)area, .limit = 7, .seg_32bit = 1, .useable = 1};
    show("thread area", syscall(SYS_set_thread_area, &tls));
    unsigned own = tls.entry_number << 3 | 3;
    read_at("inside", own, 4);
    read_at("outside", own, 5);
    pid_t pid = fork();
    if (pid == 0) {
        read_at("a child's, inside", bytes, 96);
        read_at("a child's, beyond", bytes, 100);
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
